/** The debt of a structure at a glance: what it owes, what falls due, what the last revision changed. */
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
import { OwedTiles } from "./OwedTiles";
import { PortfolioPage } from "./PortfolioPage";
import { texts } from "./texts";
import { useInstalments, useOutstandings } from "./usePortfolio";

const NEXT = 6;

export default function Dashboard() {
  const t = useTexts(texts).dashboard;
  return (
    <PortfolioPage title={t.title} side="borrower">
      {({ structure_id }) => <Debt structureId={structure_id} />}
    </PortfolioPage>
  );
}

function Debt({ structureId }: { structureId: string }) {
  const t = useTexts(texts).dashboard;
  const owed = useOutstandings("borrower", structureId);
  return (
    <Loaded query={owed} lines={8}>
      {(sums) =>
        sums.total.loans === 0 ? (
          <Empty icon="loan">{t.none}</Empty>
        ) : (
          <Stack gap="lg">
            <OwedTiles owed={sums} />
            <Coming structureId={structureId} />
            <LastRevision side="borrower" structureId={structureId} />
          </Stack>
        )
      }
    </Loaded>
  );
}

function Coming({ structureId }: { structureId: string }) {
  const t = useTexts(texts);
  const format = useFormat();
  const instalments = useInstalments(structureId, {}, NEXT);
  const dueColumns = useDueColumns();
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
                <Anchor component={Link} to="/echeances">
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
