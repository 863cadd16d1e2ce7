/** A simulated schedule: what it costs, drawn, and line by line. */
import { Stack, Title } from "@mantine/core";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { DataTable } from "../../ui/table/DataTable";
import { ScheduleChart } from "../borrower/ScheduleChart";
import { rowId, useScheduleColumns } from "../borrower/scheduleColumns";
import { Tiles } from "../borrower/Tiles";
import type { Row } from "../borrower/useLoan";
import { cents } from "./sums";
import { texts } from "./texts";

export function Result({ rows }: { rows: readonly Row[] }) {
  const t = useTexts(texts);
  const format = useFormat();
  const columns = useScheduleColumns();
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return null;
  return (
    <>
      <Tiles
        tiles={[
          {
            name: t.firstInstalment,
            value: format.money(first.instalment),
            note: `${t.on(format.day(first.due_on))}, ${t.rate(format.percent(first.rate || "0"))}`,
          },
          {
            name: t.lastInstalment,
            value: format.money(last.instalment),
            note: t.on(format.day(last.due_on)),
          },
          { name: t.interest, value: format.money(cents(rows, "interest_paid") / 100) },
          { name: t.total, value: format.money(cents(rows, "instalment") / 100) },
        ]}
      />
      <ScheduleChart rows={rows} />
      <Stack component="section" gap="xs">
        <Title order={3} size="h4">
          {t.schedule}
        </Title>
        <DataTable name="simulation" caption={t.schedule} rows={rows} columns={columns} rowId={rowId} />
      </Stack>
    </>
  );
}
