/** The rates desk: the proposals that wait for a decision, and every decision there was. */
import { Anchor, Badge, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useMemo } from "react";
import { Link } from "react-router";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { Page } from "../../../ui/Page";
import { Empty, Loaded } from "../../../ui/states";
import { type Column, DataTable } from "../../../ui/table/DataTable";
import { useIndexName } from "../../borrower/words";
import { texts } from "./texts";
import { type FixingSummary, useFixings } from "./useRates";

const NEWEST_FIRST = { column: "effective", descending: true };

export default function Fixings() {
  const t = useTexts(texts);
  const fixings = useFixings();
  const columns = useColumns();
  const ways = (
    <Group>
      <Anchor component={Link} to="/banque/taux/calcul">
        {t.compute}
      </Anchor>
      <Anchor component={Link} to="/banque/taux/donnees">
        {t.inputs}
      </Anchor>
    </Group>
  );
  return (
    <Page title={t.title} lead={t.lead} actions={ways}>
      <Loaded query={fixings} lines={8}>
        {(all) => (
          <Stack gap="lg">
            <Waiting fixings={all} />
            <Stack>
              <Title order={2} size="h4">
                {t.history}
              </Title>
              <DataTable
                name="decisions"
                caption={t.history}
                rows={all}
                columns={columns}
                rowId={(fixing) => fixing.fixing_id}
                sort={NEWEST_FIRST}
              />
            </Stack>
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function Waiting({ fixings }: { fixings: readonly FixingSummary[] }) {
  const t = useTexts(texts);
  const waiting = fixings.filter((fixing) => fixing.state === "proposed");
  return (
    <Stack component="section" aria-label={t.waiting}>
      <Title order={2} size="h4">
        {t.waiting}
      </Title>
      {waiting.length === 0 && <Empty icon="check">{t.noneWaiting}</Empty>}
      {waiting.map((fixing) => (
        <Proposed key={fixing.fixing_id} fixing={fixing} />
      ))}
    </Stack>
  );
}

function Proposed({ fixing }: { fixing: FixingSummary }) {
  const t = useTexts(texts);
  const format = useFormat();
  const name = useIndexName()(fixing.index);
  return (
    <Paper withBorder p="md">
      <Group gap="xs">
        <Anchor component={Link} to={`/banque/taux/${fixing.fixing_id}`} fw={600}>
          {t.proposal(name, format.percent(fixing.value), format.day(fixing.effective_on))}
        </Anchor>
        {fixing.derogation && <Mark>{t.derogationShort}</Mark>}
        {fixing.supersedes && <Mark>{t.correctionShort}</Mark>}
      </Group>
      <Text size="sm" c="dimmed">
        {fixing.legal_reference}
      </Text>
    </Paper>
  );
}

function Mark({ children }: { children: string }) {
  return <Badge variant="default">{children}</Badge>;
}

function useColumns(): readonly Column<FixingSummary>[] {
  const t = useTexts(texts);
  const format = useFormat();
  const indexName = useIndexName();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names of the indexes change with the texts.
  return useMemo(() => columnsOf(t, format, indexName), [t, format]);
}

type Texts = typeof texts.fr;

function columnsOf(
  t: Texts,
  format: ReturnType<typeof useFormat>,
  indexName: (code: string) => string,
): Column<FixingSummary>[] {
  const states: Record<string, string> = t.states;
  const { columns } = t;
  return [
    {
      id: "effective",
      header: columns.effective,
      kind: "day",
      value: (fixing) => fixing.effective_on,
      show: (fixing) => (
        <Anchor component={Link} to={`/banque/taux/${fixing.fixing_id}`} inherit>
          {format.shortDay(fixing.effective_on)}
        </Anchor>
      ),
    },
    { id: "index", header: columns.index, value: (fixing) => fixing.index, words: indexName, choice: true },
    { id: "value", header: columns.value, kind: "percent", value: (fixing) => fixing.value },
    { id: "computed", header: columns.computed, kind: "percent", value: (fixing) => fixing.computed_value },
    {
      id: "derogation",
      header: columns.derogation,
      value: (fixing) => String(fixing.derogation),
      words: (value) => (value === "true" ? t.yes : t.no),
      choice: true,
    },
    {
      id: "state",
      header: columns.state,
      value: (fixing) => fixing.state,
      words: (state) => states[state] ?? state,
      choice: true,
    },
    { id: "version", header: columns.version, kind: "number", value: (fixing) => fixing.version },
    { id: "text", header: columns.text, value: (fixing) => fixing.legal_reference },
    {
      id: "published",
      header: columns.published,
      kind: "day",
      value: (fixing) => fixing.published_on,
      hidden: true,
    },
    { id: "regime", header: columns.regime, value: (fixing) => fixing.regime, choice: true, hidden: true },
  ];
}
