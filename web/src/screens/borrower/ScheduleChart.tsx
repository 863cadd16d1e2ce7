/** What each instalment pays, and the deferred interest. */
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { ChartWithTable } from "../../ui/chart/ChartWithTable";
import { rowId, useScheduleColumns } from "./scheduleColumns";
import { texts } from "./texts";
import type { Row } from "./useLoan";

export function ScheduleChart({ rows }: { rows: readonly Row[] }) {
  const t = useTexts(texts).one;
  const format = useFormat();
  const columns = useScheduleColumns();
  const hasDeferred = rows.some((row) => Number(row.deferred_interest) > 0);
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return null;
  return (
    <ChartWithTable
      title={t.chart}
      summary={t.chartSummary(format.day(first.due_on), format.day(last.due_on))}
      rows={rows}
      columns={columns}
      rowId={rowId}
      x="due_on"
      series={hasDeferred ? ["principal", "interest", "deferred"] : ["principal", "interest"]}
      kind="bar"
      stacked
    />
  );
}
