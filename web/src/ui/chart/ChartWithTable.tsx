/**
 * A chart, and always the figures it is drawn from: for who cannot see it, and for who wants them.
 *
 *     <ChartWithTable title={t.history} rows={fixings} columns={columns} x="effective_on" series={["value"]} kind="step" />
 *
 * The drawing is loaded when it is first needed.
 */
import { Paper, Stack, Text, Title } from "@mantine/core";
import { lazy, type ReactNode, Suspense } from "react";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { Waiting } from "../states";
import { type Column, DataTable } from "../table/DataTable";
import classes from "./ChartWithTable.module.css";
import type { ChartKind, PlotProps } from "./Plot";
import { chartTexts } from "./texts";

/** Loading by itself forgets that a component is generic. */
const Plot = lazy(() => import("./Plot")) as unknown as <Row>(props: PlotProps<Row>) => ReactNode;

type ChartProps<Row> = {
  title: string;
  /** One sentence: what the chart shows, for who cannot see it. */
  summary: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowId: (row: Row) => string;
  /** Ids of columns: the one along the axis, and those that are drawn. */
  x: string;
  series: readonly string[];
  kind: ChartKind;
  /** Areas and bars on top of one another. */
  stacked?: boolean;
  height?: number;
  /** Under which the views of the table are kept; a plain table without. */
  name?: string;
  order?: 2 | 3 | 4;
};

/** Bars that one can still read on one screen; a guarantor may have hundreds of borrowers. */
const RANKED_MAX = 15;

export function ChartWithTable<Row>(props: ChartProps<Row>) {
  const { title, summary, rows, columns, rowId, kind, order = 2, height = 300 } = props;
  const t = useTexts(chartTexts);
  const format = useFormat();
  const along = columns.find((column) => column.id === props.x);
  const drawn = columns.filter((column) => props.series.includes(column.id));
  const shown = kind === "ranking" ? rows.slice(0, RANKED_MAX) : rows;
  if (!along) throw new Error(`no column ${props.x}`);
  return (
    <Paper component="section" withBorder p="md" aria-label={title}>
      <Stack>
        <Title order={order} size="h4">
          {title}
        </Title>
        <div
          role="img"
          aria-label={summary}
          className={classes.plot}
          style={{ minHeight: kind === "ranking" ? undefined : height }}
        >
          <Suspense fallback={<Waiting lines={5} />}>
            <Plot
              rows={shown}
              along={along}
              drawn={drawn}
              kind={kind}
              stacked={props.stacked ?? false}
              height={height}
              format={format}
            />
          </Suspense>
        </div>
        {shown.length < rows.length && (
          <Text size="sm" c="dimmed">
            {t.largest(format.number(shown.length), format.number(rows.length))}
          </Text>
        )}
        <details className={classes.figures}>
          <summary>{t.figures}</summary>
          <DataTable
            name={props.name ?? title}
            caption={title}
            rows={rows}
            columns={columns}
            rowId={rowId}
            plain={!props.name}
          />
        </details>
      </Stack>
    </Paper>
  );
}
