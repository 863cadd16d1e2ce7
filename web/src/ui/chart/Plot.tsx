/** The drawing of a chart: Mantine's charts, loaded by themselves. Days lie along a true time axis. */
import "@mantine/charts/styles.css";
import { AreaChart, BarChart, LineChart } from "@mantine/charts";

import { useMemo } from "react";
import type { Format } from "../../i18n/format";
import { type Column, written } from "../table/columns";
import { useIsPaper } from "../useIsPaper";

const COLOURS = ["blue.5", "teal.6", "orange.6", "grape.5", "red.6", "gray.6"];
const CURVES = { line: "linear", step: "stepAfter", area: "linear" } as const;
/** On paper a chart is as wide as the sheet, whatever the window was: letters keep their size. */
const PAPER_PIXELS = 680;
const NAME_PIXELS = 144;
/** Between a name and the axis. */
const NAME_GAP_PIXELS = 22;
const BAR_PIXELS = 18;
const AXIS_PIXELS = 72;

const NAME = {
  transform: "translate(-10, 0)",
  fontSize: 12,
  fill: "currentColor",
  width: NAME_PIXELS - NAME_GAP_PIXELS,
};

/** "ranking": a bar, or a few, to the right of each name, however long it is; bars stand for what follows in time. */
export type ChartKind = keyof typeof CURVES | "bar" | "ranking";

export type PlotProps<Row> = {
  rows: readonly Row[];
  along: Column<Row>;
  drawn: readonly Column<Row>[];
  kind: ChartKind;
  stacked: boolean;
  height: number;
  format: Format;
};

export default function Plot<Row>(props: PlotProps<Row>) {
  const { rows, along, drawn, kind, stacked, height, format } = props;
  const isPaper = useIsPaper();
  const isTime = along.kind === "day" && kind !== "bar";
  const data = useMemo(
    () => rows.map((row) => pointOf(row, along, drawn, isTime, format)),
    [rows, along, drawn, isTime, format],
  );
  const shared = {
    h: height,
    data,
    dataKey: "x",
    series: drawn.map((column, place) => ({
      name: column.id,
      label: column.header,
      color: COLOURS[place % COLOURS.length] ?? "blue.5",
    })),
    withLegend: drawn.length > 1,
    // Recharts would sort by code.
    legendProps: { itemSorter: null },
    ...(isPaper && { w: PAPER_PIXELS }),
    valueFormatter: (value: number) => {
      const column = drawn[0];
      return column ? axisText(column, value, format) : String(value);
    },
    tickLine: "none" as const,
    yAxisProps: { width: 104 },
    xAxisProps: isTime ? timeAxis(format) : { minTickGap: 8 },
    tooltipAnimationDuration: 0,
  };
  const still = { accessibilityLayer: false };
  if (kind === "ranking") {
    return (
      <BarChart
        {...shared}
        h={rankingHeight(rows.length, drawn.length)}
        orientation="vertical"
        gridAxis="y"
        xAxisProps={{ minTickGap: 24 }}
        yAxisProps={{ width: NAME_PIXELS, interval: 0, tick: NAME }}
        barChartProps={still}
      />
    );
  }
  if (kind === "bar") {
    return <BarChart {...shared} type={stacked ? "stacked" : "default"} barChartProps={still} />;
  }
  const curve = { curveType: CURVES[kind], withDots: false };
  if (kind === "area") {
    return <AreaChart {...shared} {...curve} type={stacked ? "stacked" : "default"} areaChartProps={still} />;
  }
  return <LineChart {...shared} {...curve} lineChartProps={still} />;
}

/** As high as its bars need. */
export function rankingHeight(names: number, series: number): number {
  return AXIS_PIXELS + names * (series + 1) * BAR_PIXELS;
}

type Point = Record<string, string | number | null>;

function pointOf<Row>(
  row: Row,
  along: Column<Row>,
  drawn: readonly Column<Row>[],
  isTime: boolean,
  format: Format,
): Point {
  const at = along.value(row);
  const point: Point = { x: isTime ? Date.parse(String(at)) : written(along, at, format) };
  for (const column of drawn) {
    const value = column.value(row);
    point[column.id] = value === null ? null : Number(value);
  }
  return point;
}

function timeAxis(format: Format) {
  return {
    type: "number" as const,
    scale: "time" as const,
    domain: ["dataMin", "dataMax"] as [string, string],
    tickFormatter: (time: number) => String(new Date(time).getUTCFullYear()),
    labelFormatter: (time: number) => format.day(new Date(time).toISOString().slice(0, 10)),
    minTickGap: 32,
  };
}

/** Axes leave cents away: they would not fit. */
function axisText<Row>(column: Column<Row>, value: number, format: Format): string {
  return column.kind === "money" ? format.wholeMoney(value) : written(column, value, format);
}
