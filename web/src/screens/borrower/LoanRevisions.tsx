/** What each revision changed for a loan, the newest first. */
import { Accordion, Stack, Text, Title } from "@mantine/core";
import { useMemo } from "react";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { ChartWithTable } from "../../ui/chart/ChartWithTable";
import { Facts } from "../../ui/Facts";
import { Loaded } from "../../ui/states";
import type { Column } from "../../ui/table/DataTable";
import { type Compared, compared } from "./compared";
import { texts } from "./texts";
import { type Effect, useEffectOf, useVersions } from "./useLoan";
import { useIndexName } from "./words";

export function LoanRevisions({ loanNumber }: { loanNumber: string }) {
  const t = useTexts(texts).one;
  const versions = useVersions(loanNumber);
  return (
    <Stack component="section" gap="xs" aria-label={t.revisions}>
      <Title order={2} size="h4">
        {t.revisions}
      </Title>
      <Loaded query={versions}>
        {(all) => {
          const revised = all.filter((each) => each.revision_id !== null).reverse();
          if (revised.length === 0) return <Text c="dimmed">{t.noRevisions}</Text>;
          return (
            <Accordion variant="separated" order={3} keepMounted={false}>
              {revised.map(({ version, revision_id, created_at }) => (
                <Accordion.Item key={version} value={String(version)}>
                  <Accordion.Control>
                    <RevisedOn day={created_at} />
                  </Accordion.Control>
                  <Accordion.Panel>
                    <Revised loanNumber={loanNumber} revisionId={revision_id ?? ""} />
                  </Accordion.Panel>
                </Accordion.Item>
              ))}
            </Accordion>
          );
        }}
      </Loaded>
    </Stack>
  );
}

function RevisedOn({ day }: { day: string }) {
  const t = useTexts(texts).one;
  return t.revisedOn(useFormat().day(day));
}

function Revised({ loanNumber, revisionId }: { loanNumber: string; revisionId: string }) {
  const t = useTexts(texts).one;
  const effect = useEffectOf(loanNumber, revisionId);
  return (
    <Loaded query={effect}>
      {(changed) => (changed.is_change ? <BeforeAndAfter effect={changed} /> : <Text>{t.unchanged}</Text>)}
    </Loaded>
  );
}

function BeforeAndAfter({ effect: { before, after, revision } }: { effect: Effect }) {
  const t = useTexts(texts);
  const format = useFormat();
  const indexName = useIndexName();
  const [was, is] = [before[0], after[0]];
  const columns = useComparedColumns();
  if (!was || !is) return null;
  const arrow = (from: string, to: string) => `${from} → ${to}`;
  const rate = (value: string) => (value ? format.percent(value) : "–");
  return (
    <Stack>
      <Facts
        facts={[
          [indexName(revision.index), arrow(rate(revision.value_before ?? ""), rate(revision.value_after))],
          [t.revision.effective, format.day(revision.effective_on)],
          [t.one.from, format.day(is.due_on)],
          [t.figures.rate, arrow(rate(was.rate), rate(is.rate))],
          [t.figures.progressivity, arrow(rate(was.progressivity), rate(is.progressivity))],
          [t.figures.instalment, arrow(format.money(was.instalment), format.money(is.instalment))],
        ]}
      />
      <ChartWithTable
        title={t.one.compared}
        summary={t.one.comparedSummary(format.money(was.instalment), format.money(is.instalment))}
        rows={compared(before, after)}
        columns={columns}
        rowId={(row) => row.due_on}
        x="due_on"
        series={["before", "after"]}
        kind="line"
        order={4}
      />
    </Stack>
  );
}

export function useComparedColumns(): readonly Column<Compared>[] {
  const t = useTexts(texts);
  return useMemo(
    () => [
      { id: "due_on", header: t.figures.day, kind: "day", value: (row) => row.due_on },
      { id: "rate_before", header: t.one.rateBefore, kind: "percent", value: (row) => row.rateBefore },
      { id: "rate_after", header: t.one.rateAfter, kind: "percent", value: (row) => row.rateAfter },
      { id: "before", header: t.one.instalmentBefore, kind: "money", value: (row) => row.before },
      { id: "after", header: t.one.instalmentAfter, kind: "money", value: (row) => row.after },
      { id: "difference", header: t.revision.difference, kind: "money", value: (row) => row.difference },
    ],
    [t],
  );
}
