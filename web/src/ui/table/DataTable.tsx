/**
 * The table of every list, short or of 20,000 lines: search, filters, groups, totals, columns, named views, export.
 *
 *     <DataTable name="loans" caption={t.loans} rows={loans} columns={columns} rowId={(loan) => loan.loan_number} />
 *
 * A real table with rows that count themselves; only those in sight are in the page.
 */
import { Stack } from "@mantine/core";
import { type ReactNode, useCallback, useDeferredValue, useMemo, useState } from "react";
import type { Column } from "./columns";
import { Grid } from "./Grid";
import { useTableModel } from "./model";
import { Toolbar } from "./Toolbar";
import type { View } from "./views";

export type { Column } from "./columns";

type DataTableProps<Row> = {
  /** Under which its views are kept; the file of an export is named after it. */
  name: string;
  caption: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowId: (row: Row) => string;
  sort?: View["sort"];
  /** Few lines that need no tools. */
  plain?: boolean;
  /** Marks a line: past, to come, of interest. */
  rowClass?: (row: Row) => string | undefined;
  /** Further buttons beside the tools */
  children?: ReactNode;
};

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows, rowId, sort = null, plain = false } = props;
  const start = useMemo<View>(
    () => ({ search: "", sort, filters: {}, group: null, hidden: hiddenAtFirst(columns) }),
    [sort, columns],
  );
  const [view, setView] = useState<View>(start);
  const change = useCallback(
    (changes: Partial<View>) => setView((before) => ({ ...before, ...changes })),
    [],
  );
  // Typing stays quick: the table follows when it can.
  const followed = useDeferredValue(view);
  const model = useTableModel({ rows, columns, rowId, view: followed });
  const visible = useMemo(
    () => columns.filter((column) => !followed.hidden.includes(column.id)),
    [columns, followed.hidden],
  );
  return (
    <Stack gap="xs">
      {!plain && (
        <Toolbar
          name={props.name}
          columns={columns}
          visible={visible}
          all={rows}
          valuesOf={model.valuesOf}
          kept={model.kept}
          view={view}
          change={change}
          clear={() => setView(start)}
        >
          {props.children}
        </Toolbar>
      )}
      <Grid
        caption={props.caption}
        columns={visible}
        shown={model.shown}
        total={model.kept.length > 0 ? model.total : null}
        isEmpty={rows.length === 0}
        view={followed}
        change={change}
        rowClass={props.rowClass}
        isPlain={plain}
      />
    </Stack>
  );
}

function hiddenAtFirst<Row>(columns: readonly Column<Row>[]): string[] {
  return columns.filter((column) => column.hidden).map((column) => column.id);
}
