/** The rows of a table as a view wants them: narrowed, sorted, in groups that open and close. */
import { useCallback, useEffect, useMemo, useState } from "react";
import type { Column } from "./columns";
import { Lines } from "./lines";
import type { View } from "./views";

/** A row, or a group of rows with the value that they share. */
export type TableRow<Row> =
  | { kind: "row"; id: string; row: Row }
  | {
      kind: "group";
      id: string;
      /** Any of them: they share the value */
      first: Row | undefined;
      count: number;
      total: Total<Row>;
      isOpen: boolean;
      toggle: () => void;
    };

/** The sum of a column over what is meant */
export type Total<Row> = (column: Column<Row>) => number;

export type ValuesOf<Row> = (column: Column<Row>) => readonly string[];

type Given<Row> = {
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowId: (row: Row) => string;
  view: View;
};

type Model<Row> = {
  /** What is shown, groups among them, in order */
  shown: readonly TableRow<Row>[];
  /** Every row that the filters leave, sorted, groups aside */
  kept: readonly Row[];
  /** Over all that is kept */
  total: Total<Row>;
  /** The different values of a column, over all rows */
  valuesOf: ValuesOf<Row>;
};

const NONE: ReadonlySet<string> = new Set();
/** So few rows that nobody waits for them. */
const PREPARED_AT_ONCE = 1_000;

export function useTableModel<Row>({ rows, columns, rowId, view }: Given<Row>): Model<Row> {
  const { search, filters, sort, group } = view;
  const lines = useMemo(() => new Lines(rows, columns), [rows, columns]);
  usePrepared(lines);
  const valuesOf = useCallback<ValuesOf<Row>>((column) => lines.valuesOf(column), [lines]);
  const narrowed = useMemo(() => lines.narrowed(search, filters), [lines, search, filters]);
  const places = useMemo(() => lines.sorted(narrowed, sort), [lines, narrowed, sort]);
  const kept = useMemo(() => places.map((place) => rows[place] as Row), [places, rows]);
  const total = useCallback<Total<Row>>((column) => lines.total(places, column), [lines, places]);
  const [open, setOpen] = useState(NONE);
  const shown = useMemo(() => {
    const lineOf = (row: Row): TableRow<Row> => ({ kind: "row", id: rowId(row), row });
    const by = columns.find((column) => column.id === group);
    if (!by) return kept.map(lineOf);
    return [...lines.grouped(places, by)].flatMap(([value, within]): TableRow<Row>[] => {
      const isOpen = open.has(value);
      const head: TableRow<Row> = {
        kind: "group",
        id: `group ${value}`,
        first: rows[within[0] as number],
        count: within.length,
        total: (column) => lines.total(within, column),
        isOpen,
        toggle: () => setOpen((before) => toggled(before, value)),
      };
      return isOpen ? [head, ...within.map((place) => lineOf(rows[place] as Row))] : [head];
    });
  }, [lines, places, kept, rows, columns, rowId, group, open]);
  return { shown, kept, total, valuesOf };
}

/** Many rows are prepared while the browser rests, so that the first search, filter or sort need not wait. */
function usePrepared<Row>(lines: Lines<Row>): void {
  useEffect(() => {
    if (lines.rows.length <= PREPARED_AT_ONCE) return;
    let timer = setTimeout(function next() {
      if (!lines.prepare(PREPARED_AT_ONCE)) timer = setTimeout(next);
    });
    return () => clearTimeout(timer);
  }, [lines]);
}

function toggled(set: ReadonlySet<string>, value: string): ReadonlySet<string> {
  const changed = new Set(set);
  if (!changed.delete(value)) changed.add(value);
  return changed;
}
