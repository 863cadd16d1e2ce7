/** A revision or a preview: how far it has come, then what it changes, by product and by structure. */
import { Paper, Progress, Stack, Text, Title } from "@mantine/core";
import { useMemo } from "react";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { Loaded } from "../../../ui/states";
import { type Column, DataTable } from "../../../ui/table/DataTable";
import { subtracted } from "../../borrower/compared";
import { Tiles } from "../../borrower/Tiles";
import { Effects } from "./Effects";
import { texts } from "./texts";
import { type Failure, isOver, type Run, useFailures } from "./useRuns";

/** Who may read which loans could not be recomputed. */
type OutcomeProps = { run: Run; mayReadFailures: boolean };

export function Outcome({ run, mayReadFailures }: OutcomeProps) {
  if (!isOver(run)) return <HowFar run={run} />;
  return (
    <Stack gap="lg">
      <Totals run={run} />
      {run.loans_failed > 0 && mayReadFailures && <Failures run={run} />}
      <Effects runId={run.revision_id} />
    </Stack>
  );
}

function HowFar({ run }: { run: Run }) {
  const t = useTexts(texts);
  const format = useFormat();
  const share = run.chunks_total > 0 ? (100 * run.chunks_done) / run.chunks_total : 0;
  return (
    <Paper component="section" withBorder p="md" aria-label={t.progress}>
      <Stack gap="xs">
        <Title order={2} size="h4">
          {t.progress}
        </Title>
        <Progress value={share} size="lg" aria-label={t.progress} />
        <Text role="status">
          {run.state === "waiting"
            ? t.waiting
            : t.done(format.number(run.chunks_done), format.number(run.chunks_total))}
        </Text>
      </Stack>
    </Paper>
  );
}

type Sum = { name: string; before: string; after: string };

function Totals({ run }: { run: Run }) {
  const t = useTexts(texts);
  const format = useFormat();
  const rows = useMemo(() => sumsOf(run, t.figures), [run, t]);
  const columns = useMemo<Column<Sum>[]>(
    () => [
      { id: "figure", header: t.figure, value: (row) => row.name },
      { id: "before", header: t.before, kind: "money", value: (row) => row.before },
      { id: "after", header: t.after, kind: "money", value: (row) => row.after },
      {
        id: "difference",
        header: t.difference,
        kind: "money",
        value: (row) => subtracted(row.after, row.before),
      },
    ],
    [t],
  );
  return (
    <Paper withBorder p="md">
      <Stack>
        <Title order={2} size="h4">
          {t.sums}
        </Title>
        <Tiles
          tiles={[
            { name: t.loansRead, value: format.number(run.loans_read) },
            { name: t.loansRevised, value: format.number(run.loans_revised) },
            { name: t.loansFailed, value: format.number(run.loans_failed) },
            { name: t.outstanding, value: format.money(run.outstanding) },
          ]}
        />
        <DataTable
          name="sums"
          caption={t.sums}
          rows={rows}
          columns={columns}
          rowId={(row) => row.name}
          plain
        />
      </Stack>
    </Paper>
  );
}

function sumsOf(run: Run, names: (typeof texts.fr)["figures"]): Sum[] {
  return (Object.keys(names) as (keyof typeof names)[]).map((figure) => ({
    name: names[figure],
    before: run[`${figure}_before`],
    after: run[`${figure}_after`],
  }));
}

function Failures({ run }: { run: Run }) {
  const t = useTexts(texts);
  const failures = useFailures(run.revision_id);
  const columns = useMemo<Column<Failure>[]>(
    () => [
      { id: "loan", header: t.loan, value: (row) => row.loan_number },
      { id: "reason", header: t.reason, value: (row) => row.reason, long: true },
    ],
    [t],
  );
  return (
    <Stack>
      <Title order={2} size="h4">
        {t.failures}
      </Title>
      <Text c="dimmed">{t.failuresHelp}</Text>
      <Loaded query={failures}>
        {(rows) => (
          <DataTable
            name="prets-laisses"
            caption={t.failures}
            rows={rows}
            columns={columns}
            rowId={(row) => row.loan_number}
          />
        )}
      </Loaded>
    </Stack>
  );
}
