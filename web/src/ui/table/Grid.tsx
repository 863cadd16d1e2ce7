/** The table itself: header cells that sort, the rows in sight, the totals. */
import { UnstyledButton } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { Fragment, memo, useEffect, useRef, useState } from "react";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { Icon } from "../icons";
import { useIsPaper } from "../useIsPaper";
import { type Column, isNumeric, written } from "./columns";
import classes from "./DataTable.module.css";
import type { TableRow, Total } from "./model";
import { texts } from "./texts";
import type { View } from "./views";

/** From so many rows on, only those in sight are in the page. */
const MANY_ROWS = 400;
/** On paper all rows are drawn, so many at most: a schedule of eighty years by month, and more than anyone prints. */
const PRINTED_ROWS_MAX = 2_000;
export const ROW_PIXELS = 41;

type GridProps<Row> = {
  caption: string;
  columns: readonly Column<Row>[];
  shown: readonly TableRow<Row>[];
  /** Over all lines; null where there is none. */
  total: Total<Row> | null;
  isEmpty: boolean;
  view: View;
  change: (changes: Partial<View>) => void;
  rowClass: ((row: Row) => string | undefined) | undefined;
  /** Few lines and columns: on a narrow screen each line is a list of names and values. */
  isPlain: boolean;
};

/** Drawn again only when something of it changed: not at each letter that is typed above it. */
export const Grid = memo(Drawn) as typeof Drawn;

function Drawn<Row>(props: GridProps<Row>) {
  const { caption, columns, shown, view, change } = props;
  const t = useTexts(texts);
  // As state: the rows in sight are known once there is something to scroll.
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  useTopOf(scroller, view);
  return (
    // A group: a page of many tables would have as many landmarks, some with the name of what is around them.
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <div ref={setScroller} role="group" className={classes.scroller} aria-label={caption} tabIndex={0}>
      <table className={props.isPlain ? classes.stacked : classes.table} aria-rowcount={shown.length + 1}>
        <caption className={classes.caption}>{caption}</caption>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <HeaderCell key={column.id} column={column} view={view} change={change} />
            ))}
          </tr>
        </thead>
        <Body {...props} scroller={scroller} />
        {props.total && <Totals columns={columns} total={props.total} />}
      </table>
      {shown.length > PRINTED_ROWS_MAX && <p className={classes.onPaper}>{t.notAllOnPaper}</p>}
      {shown.length === 0 && <p className={classes.nothing}>{props.isEmpty ? t.empty : t.nothing}</p>}
    </div>
  );
}

/** Rows that were sought or sorted otherwise are read from the first one on. */
function useTopOf(scroller: HTMLElement | null, { search, filters, sort, group }: View): void {
  const isFirst = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when what is sought changes, not when the page comes.
  useEffect(() => {
    if (!isFirst.current && scroller) scroller.scrollTop = 0;
    isFirst.current = false;
  }, [search, filters, sort, group]);
}

function HeaderCell<Row>({
  column,
  view: { sort },
  change,
}: Pick<GridProps<Row>, "view" | "change"> & { column: Column<Row> }) {
  const isSorted = sort?.column === column.id;
  const direction = isSorted ? (sort.descending ? "descending" : "ascending") : undefined;
  const next = { undefined: false, ascending: true, descending: null }[String(direction) as "ascending"];
  return (
    <th scope="col" aria-sort={direction} className={alignment(column)}>
      <UnstyledButton
        className={classes.sort}
        onClick={() => change({ sort: next === null ? null : { column: column.id, descending: next } })}
      >
        <span>{column.header}</span>
        <Icon name={direction ? (direction === "ascending" ? "up" : "down") : "sort"} size={14} />
      </UnstyledButton>
    </th>
  );
}

function Body<Row>(props: GridProps<Row> & { scroller: HTMLElement | null }) {
  const { shown, scroller } = props;
  const isLong = shown.length > (useIsPaper() ? PRINTED_ROWS_MAX : MANY_ROWS);
  const virtual = useVirtualizer({
    count: isLong ? shown.length : 0,
    getScrollElement: () => scroller,
    estimateSize: () => ROW_PIXELS,
    overscan: 12,
    useFlushSync: false,
  });
  if (!isLong) {
    return (
      <tbody>
        {shown.map((row, index) => (
          <Line key={row.id} row={row} index={index} {...props} />
        ))}
      </tbody>
    );
  }
  const items = virtual.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <tbody>
      <Gap pixels={before} />
      {items.map(({ index, key }) => {
        const row = shown[index];
        return row && <Line key={key} row={row} index={index} {...props} />;
      })}
      <Gap pixels={after} />
    </tbody>
  );
}

/** The room of the rows that are out of sight. */
function Gap({ pixels }: { pixels: number }) {
  return pixels > 0 ? <tr style={{ height: pixels }} /> : null;
}

function Line<Row>({
  row,
  index,
  columns,
  shown,
  view,
  rowClass,
}: GridProps<Row> & { row: TableRow<Row>; index: number }) {
  const format = useFormat();
  if (row.kind === "group") {
    return <GroupLine group={row} index={index} columns={columns} by={view.group} />;
  }
  const one = row.row;
  return (
    <tr aria-rowindex={index + 2} className={rowClass?.(one)}>
      {columns.map((column) => (
        <td
          key={column.id}
          className={alignment(column, shown.length <= MANY_ROWS)}
          data-label={column.header}
        >
          {column.show ? column.show(one) : written(column, column.value(one), format)}
        </td>
      ))}
    </tr>
  );
}

type Group<Row> = Extract<TableRow<Row>, { kind: "group" }>;

function GroupLine<Row>({
  group: { first, count, total, isOpen, toggle },
  index,
  columns,
  by,
}: {
  group: Group<Row>;
  index: number;
  columns: readonly Column<Row>[];
  by: string | null;
}) {
  const t = useTexts(texts);
  const format = useFormat();
  const column = columns.find((each) => each.id === by) ?? columns[0];
  const name = column && first ? written(column, column.value(first), format) : t.without;
  return (
    <tr aria-rowindex={index + 2} className={classes.group}>
      {columns.map((column, place) => (
        <td key={column.id} className={alignment(column)}>
          {place === 0 && (
            <UnstyledButton
              className={classes.opener}
              aria-expanded={isOpen}
              aria-label={isOpen ? t.close(name) : t.open(name)}
              onClick={toggle}
            >
              <Icon name={isOpen ? "down" : "right"} size={14} />
              <span>
                {name} ({format.number(count)})
              </span>
            </UnstyledButton>
          )}
          {place > 0 && column.total && written(column, total(column), format)}
        </td>
      ))}
    </tr>
  );
}

function TotalsLine<Row>({ columns, total }: { columns: readonly Column<Row>[]; total: Total<Row> }) {
  const t = useTexts(texts);
  const format = useFormat();
  if (!columns.some((column) => column.total)) return null;
  return (
    <tfoot>
      <tr>
        {columns.map((column, place) => (
          <Fragment key={column.id}>
            {place === 0 && !column.total ? (
              <th scope="row">{t.total}</th>
            ) : (
              <td className={alignment(column)} data-label={column.total && column.header}>
                {column.total && written(column, total(column), format)}
              </td>
            )}
          </Fragment>
        ))}
      </tr>
    </tfoot>
  );
}

/** Drawn again when what is added up changed, and not for groups that open and close. */
const Totals = memo(TotalsLine) as typeof TotalsLine;

/** Rows of a long table are all as high: there, sentences stay on their line. */
function alignment<Row>(column: Column<Row>, mayWrap = false): string | undefined {
  if (column.long && mayWrap) return classes.long;
  return isNumeric(column.kind) ? classes.numeric : undefined;
}
