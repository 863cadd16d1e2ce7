/** The rows of a table as a view wants them: TanStack Table filters, sorts and groups; the view is ours. */
import {
  type ColumnDef,
  columnFilteringFeature,
  columnGroupingFeature,
  columnVisibilityFeature,
  createExpandedRowModel,
  createFilteredRowModel,
  createGroupedRowModel,
  createSortedRowModel,
  type ExpandedState,
  globalFilteringFeature,
  type Row as ModelRow,
  type RowData,
  rowExpandingFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { type Column, plain, sortKey } from "./columns";
import { type Filter, isChoice, isOpen, type View } from "./views";

const features = tableFeatures({
  columnFilteringFeature,
  globalFilteringFeature,
  rowSortingFeature,
  columnGroupingFeature,
  columnVisibilityFeature,
  rowExpandingFeature,
  filteredRowModel: createFilteredRowModel(),
  sortedRowModel: createSortedRowModel(),
  groupedRowModel: createGroupedRowModel(),
  expandedRowModel: createExpandedRowModel(),
});
type Features = typeof features;
export type TableRow<Row extends RowData> = ModelRow<Features, Row>;

const SEARCHED = "*";

type Given<Row extends RowData> = {
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowId: (row: Row) => string;
  view: View;
};

export function useTableModel<Row extends RowData>({ rows, columns, rowId, view }: Given<Row>) {
  const [expanded, setExpanded] = useState<ExpandedState>({});
  const definitions = useMemo(() => [...columns.map(definitionOf), searchable(columns)], [columns]);
  const state = useMemo(() => stateOf(view), [view]);
  const table = useTable<Features, Row>({
    features,
    columns: definitions,
    data: rows,
    getRowId: rowId,
    state: { ...state, expanded },
    onExpandedChange: setExpanded,
    globalFilterFn: (row, column, wanted) => row.getValue<string>(column).includes(wanted),
    getColumnCanGlobalFilter: (column) => column.id === SEARCHED,
    autoResetExpanded: false,
    groupedColumnMode: false,
  });
  return {
    /** What is shown, groups among them, in order */
    shown: table.getRowModel().rows,
    /** Every row that the filters leave, sorted, groups aside */
    kept: table.getSortedRowModel().flatRows,
    filtered: table.getFilteredRowModel().rows,
  };
}

function definitionOf<Row extends RowData>(column: Column<Row>): ColumnDef<Features, Row> {
  return {
    id: column.id,
    accessorFn: (row) => sortKey(column, row),
    sortFn: (left, right, id) => compared(left.getValue(id), right.getValue(id)),
    filterFn: (row, _id, filter: Filter) => passes(column, row.original, filter),
    sortUndefined: "last",
    getGroupingValue: (row) => String(column.value(row) ?? ""),
  } as ColumnDef<Features, Row>;
}

/** All words of a row as one text, so that a search looks once at each row. */
function searchable<Row extends RowData>(columns: readonly Column<Row>[]): ColumnDef<Features, Row> {
  return {
    id: SEARCHED,
    accessorFn: (row) => columns.map((column) => sortKey(column, row) ?? "").join("\n"),
  } as ColumnDef<Features, Row>;
}

function stateOf(view: View) {
  return {
    globalFilter: plain(view.search.trim()),
    sorting: view.sort ? [{ id: view.sort.column, desc: view.sort.descending }] : [],
    columnFilters: Object.entries(view.filters)
      .filter(([, filter]) => !isOpen(filter))
      .map(([id, value]) => ({ id, value })),
    grouping: view.group ? [view.group] : [],
    columnVisibility: {},
  };
}

type Key = string | number | null;

function compared(left: Key, right: Key): number {
  if (left === right) return 0;
  if (left === null) return 1;
  if (right === null) return -1;
  return left < right ? -1 : 1;
}

function passes<Row>(column: Column<Row>, row: Row, filter: Filter): boolean {
  const value = column.value(row);
  if (isChoice(filter)) return filter.includes(String(value ?? ""));
  if (value === null) return false;
  const read = column.kind === "day" ? String : Number;
  return !(filter.from && read(value) < read(filter.from)) && !(filter.to && read(value) > read(filter.to));
}
