/**
 * The rows of a table, prepared so that 15,000 of them are searched, filtered and sorted within a few milliseconds.
 *
 * What a column is sorted by becomes one number a row, and what a row says one text; both are made once, when they are
 * first asked for. A row is known by its place among all.
 */
import { type Column, isNumeric, plain, wordsOf } from "./columns";
import { type Filter, isChoice, isOpen, type View } from "./views";

/** Between the words of two columns: nobody types it. */
const SEPARATOR = "\n";

export class Lines<Row> {
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly all: readonly number[];
  private readonly ranks = new Map<string, Float64Array>();
  private readonly values = new Map<string, readonly string[]>();
  private said: string[] = [];
  private preparedColumns = 0;

  constructor(rows: readonly Row[], columns: readonly Column<Row>[]) {
    this.rows = rows;
    this.columns = columns;
    this.all = rows.map((_, place) => place);
  }

  /** The places of the rows that a search and filters leave, in the order in which they came. */
  narrowed(search: string, filters: View["filters"]): readonly number[] {
    const wanted = plain(search.trim());
    const tests = this.columns.flatMap((column) => {
      const filter = filters[column.id];
      return filter && !isOpen(filter) ? [this.testOf(column, filter)] : [];
    });
    if (wanted) this.prepareWords();
    if (!wanted && tests.length === 0) return this.all;
    return this.all.filter((place) => {
      if (wanted && !this.said[place]?.includes(wanted)) return false;
      return tests.every((passes) => passes(place));
    });
  }

  /** The same places in order; what has no value comes last, whatever the direction. */
  sorted(places: readonly number[], sort: View["sort"]): readonly number[] {
    const column = sort && this.columns.find((each) => each.id === sort.column);
    if (!column) return places;
    const ranks = this.ranksOf(column);
    const way = sort.descending ? -1 : 1;
    // NaN is no value: it is neither before nor after, so it is told apart first.
    const order = (left: number, right: number) => {
      const [one, other] = [ranks[left] as number, ranks[right] as number];
      if (one === other) return left - right;
      if (Number.isNaN(one) || Number.isNaN(other)) {
        return Number(Number.isNaN(one)) - Number(Number.isNaN(other)) || left - right;
      }
      return one < other ? -way : way;
    };
    return [...Uint32Array.from(places).sort(order)];
  }

  /** Rows by the value of a column, in the order in which each value first comes. */
  grouped(places: readonly number[], column: Column<Row>): Map<string, number[]> {
    const groups = new Map<string, number[]>();
    for (const place of places) {
      const value = String(column.value(this.rows[place] as Row) ?? "");
      const group = groups.get(value);
      if (group) group.push(place);
      else groups.set(value, [place]);
    }
    return groups;
  }

  /** The sum of a column over some rows, exact: money is added in cents. */
  total(places: readonly number[], column: Column<Row>): number {
    const amounts = this.ranksOf(column);
    const scale = column.kind === "money" ? 100 : 1;
    let sum = 0;
    for (const place of places) sum += Math.round((amounts[place] || 0) * scale);
    return sum / scale;
  }

  /** Do one more part of what will be asked for, while the browser rests; true once all is done. */
  prepare(rows: number): boolean {
    if (!this.prepareWords(rows)) return false;
    const column = this.columns[this.preparedColumns];
    if (!column) return true;
    this.preparedColumns += 1;
    this.ranksOf(column);
    if (column.choice) this.valuesOf(column);
    return false;
  }

  /** Write down what so many more rows say; true once all is written. */
  prepareWords(rows = this.rows.length): boolean {
    if (this.said.length === this.rows.length) return true;
    const parts = this.columns.map(sayingOf);
    const until = Math.min(this.rows.length, this.said.length + rows);
    for (let place = this.said.length; place < until; place += 1) {
      const row = this.rows[place] as Row;
      this.said.push(parts.map((say) => say(row)).join(SEPARATOR));
    }
    return this.said.length === this.rows.length;
  }

  /** The different values of a column, in the order in which each first comes; found once. */
  valuesOf(column: Column<Row>): readonly string[] {
    const known = this.values.get(column.id);
    if (known) return known;
    const made = [...new Set(this.rows.map((row) => String(column.value(row) ?? "")))];
    this.values.set(column.id, made);
    return made;
  }

  /** Whether the row at a place passes a filter. */
  private testOf(column: Column<Row>, filter: Filter): (place: number) => boolean {
    if (isChoice(filter)) {
      const chosen = new Set(filter);
      return (place) => chosen.has(String(column.value(this.rows[place] as Row) ?? ""));
    }
    if (isNumeric(column.kind)) {
      const numbers = this.ranksOf(column);
      const from = filter.from ? Number(filter.from) : Number.NEGATIVE_INFINITY;
      const to = filter.to ? Number(filter.to) : Number.POSITIVE_INFINITY;
      // No value is NaN, which is neither.
      return (place) => (numbers[place] as number) >= from && (numbers[place] as number) <= to;
    }
    const { from = "", to = "" } = filter;
    return (place) => {
      const value = column.value(this.rows[place] as Row);
      return value !== null && (!from || String(value) >= from) && (!to || String(value) <= to);
    };
  }

  private ranksOf(column: Column<Row>): Float64Array {
    const known = this.ranks.get(column.id);
    if (known) return known;
    const made = isNumeric(column.kind) ? numbersOf(column, this.rows) : placesOf(column, this.rows);
    this.ranks.set(column.id, made);
    return made;
  }
}

function numbersOf<Row>(column: Column<Row>, rows: readonly Row[]): Float64Array {
  return Float64Array.from(rows, (row) => {
    const value = column.value(row);
    return value === null ? Number.NaN : Number(value);
  });
}

/** Texts and days as their place in the order of all that there are. */
function placesOf<Row>(column: Column<Row>, rows: readonly Row[]): Float64Array {
  const say = sayingOf(column);
  const texts = rows.map((row) => (column.value(row) === null ? null : say(row)));
  const order = [...new Set(texts)].filter((text) => text !== null).sort();
  const ranks = new Map(order.map((text, rank) => [text, rank]));
  return Float64Array.from(texts, (text) => (text === null ? Number.NaN : (ranks.get(text) as number)));
}

/** The words of a column as they are searched and sorted; each value is put into words once. */
function sayingOf<Row>(column: Column<Row>): (row: Row) => string {
  const known = new Map<string | number, string>();
  return (row) => {
    const value = column.value(row);
    if (value === null) return "";
    let words = known.get(value);
    if (words === undefined) {
      words = isNumeric(column.kind) || column.kind === "day" ? String(value) : plain(wordsOf(column, value));
      known.set(value, words);
    }
    return words;
  };
}
