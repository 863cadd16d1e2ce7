/** The debt of a structure at a glance: what it owes or guarantees, what falls due, what the last revision changed. */
import { Anchor, Group, Paper, Stack, Title } from "@mantine/core";
import { useMemo } from "react";
import { Link } from "react-router";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { ChartWithTable } from "../../ui/chart/ChartWithTable";
import { Empty, Loaded } from "../../ui/states";
import { DataTable } from "../../ui/table/DataTable";
import { dueId, useDueColumns, usePeriodColumns } from "./dueColumns";
import { LastRevision } from "./LastRevision";
import { OwedByBorrower } from "./OwedByBorrower";
import { OwedTiles } from "./OwedTiles";
import { texts } from "./texts";
import { type Side, useInstalments, useOutstandings } from "./usePortfolio";

const NEXT = 6;
const INSTALMENTS: Record<Side, string> = { borrower: "/echeances", guarantor: "/echeances-garanties" };

type DebtProps = { side: Side; structureId: string };

export function Debt({ side, structureId }: DebtProps) {
  const t = useTexts(texts).dashboard;
  const owed = useOutstandings(side, structureId);
  return (
    <Loaded query={owed} lines={8}>
      {(sums) =>
        sums.total.loans === 0 ? (
          <Empty icon="loan">{t.none[side]}</Empty>
        ) : (
          <Stack gap="lg">
            <OwedTiles owed={sums} />
            <Coming side={side} structureId={structureId} />
            {sums.borrowers && <OwedByBorrower borrowers={sums.borrowers} />}
            <LastRevision side={side} structureId={structureId} />
          </Stack>
        )
      }
    </Loaded>
  );
}

function Coming({ side, structureId }: DebtProps) {
  const t = useTexts(texts);
  const format = useFormat();
  const instalments = useInstalments(side, structureId, {}, NEXT);
  const dueColumns = useDueColumns(side);
  const months = usePeriodColumns("month");
  const monthsId = useMemo(() => (row: { period: string }) => row.period, []);
  return (
    <Loaded query={instalments} lines={8}>
      {(due) => (
        <>
          <Paper component="section" withBorder p="md">
            <Stack>
              <Group justify="space-between">
                <Title order={2} size="h4">
                  {t.dashboard.next}
                </Title>
                <Anchor component={Link} to={INSTALMENTS[side]}>
                  {t.dashboard.all}
                </Anchor>
              </Group>
              <DataTable
                name="prochaines-echeances"
                caption={t.dashboard.next}
                rows={due.items}
                columns={dueColumns}
                rowId={dueId}
                plain
              />
            </Stack>
          </Paper>
          <ChartWithTable
            title={t.dashboard.chart}
            summary={t.dashboard.chartSummary(format.money(due.total.amount))}
            rows={due.months.map((month) => ({ ...month, period: month.month }))}
            columns={months}
            rowId={monthsId}
            x="period"
            series={["principal", "interest"]}
            kind="bar"
            stacked
          />
        </>
      )}
    </Loaded>
  );
}
