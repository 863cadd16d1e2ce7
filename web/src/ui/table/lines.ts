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
  private said: string[] = [];

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
      return filter && !isOpen(filter) ? [testOf(column, filter)] : [];
    });
    if (wanted) this.prepareWords();
    if (!wanted && tests.length === 0) return this.all;
    return this.all.filter((place) => {
      if (wanted && !this.said[place]?.includes(wanted)) return false;
      return tests.every((passes) => passes(this.rows[place] as Row));
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

  /** Write down what so many more rows say; true once all is written. Called while the browser rests. */
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

function testOf<Row>(column: Column<Row>, filter: Filter): (row: Row) => boolean {
  if (isChoice(filter)) {
    const chosen = new Set(filter);
    return (row) => chosen.has(String(column.value(row) ?? ""));
  }
  const read = column.kind === "day" ? String : Number;
  const from = filter.from ? read(filter.from) : null;
  const to = filter.to ? read(filter.to) : null;
  return (row) => {
    const value = column.value(row);
    if (value === null) return false;
    const known = read(value);
    return (from === null || known >= from) && (to === null || known <= to);
  };
}
