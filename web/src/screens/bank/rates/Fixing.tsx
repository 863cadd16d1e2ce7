/** One value of an index: who proposed and decided it, its computation, its preview, its revision. */
import { Anchor, Paper, Stack, Text, Title } from "@mantine/core";
import { Link, useParams } from "react-router";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { useWho } from "../../../session/useSession";
import { Facts } from "../../../ui/Facts";
import { Page } from "../../../ui/Page";
import { Loaded } from "../../../ui/states";
import { useIndexName } from "../../borrower/words";
import { useRevisionOf } from "../runs/useRuns";
import { Decide } from "./Decide";
import { Explained } from "./Explained";
import { Preview } from "./Preview";
import { texts } from "./texts";
import { type Fixing, useFixing } from "./useRates";

export default function FixingPage() {
  const t = useTexts(texts).fixing;
  const format = useFormat();
  const indexName = useIndexName();
  const { fixingId = "" } = useParams();
  const query = useFixing(fixingId);
  const fixing = query.data;
  const title = fixing
    ? t.name(indexName(fixing.index), format.percent(fixing.value), format.day(fixing.effective_on))
    : t.title;
  const back = (
    <Anchor component={Link} to="/banque/taux">
      {t.back}
    </Anchor>
  );
  return (
    <Page title={title} lead={back}>
      <Loaded query={query} lines={8}>
        {(known) => <Sheet key={known.fixing_id} fixing={known} />}
      </Loaded>
    </Page>
  );
}

function Sheet({ fixing }: { fixing: Fixing }) {
  const t = useTexts(texts).fixing;
  const { who } = useWho();
  const readsRuns = who.may("rates.officer") || who.may("rates.approver");
  return (
    <Stack gap="lg">
      <Known fixing={fixing} />
      {fixing.state === "proposed" && <Decide fixing={fixing} />}
      {fixing.state === "approved" && fixing.decided_at && readsRuns && (
        <RevisionOf fixingId={fixing.fixing_id} decidedAt={fixing.decided_at} />
      )}
      {fixing.computation ? <Explained computation={fixing.computation} /> : <Text>{t.noComputation}</Text>}
      {fixing.state === "proposed" && readsRuns && <Preview fixing={fixing} />}
      {fixing.state === "approved" && who.may("rates.officer") && (
        <Anchor component={Link} to={`/banque/taux/${fixing.fixing_id}/correction`}>
          {t.correct}
        </Anchor>
      )}
    </Stack>
  );
}

function Known({ fixing }: { fixing: Fixing }) {
  const t = useTexts(texts);
  const format = useFormat();
  const by = (name: string, moment: string | null) =>
    name && moment ? t.fixing.by(name, format.instant(moment)) : name;
  const optional = [
    [t.fixing.decided, by(fixing.decided_by_name, fixing.decided_at)],
    [t.fixing.reason, fixing.decision_reason],
    [t.fixing.note, fixing.note],
    [t.fixing.source, fixing.source],
  ] as const;
  return (
    <>
      <Facts
        facts={[
          [t.fixing.state, t.states[fixing.state]],
          [t.fixing.version, format.number(fixing.version)],
          [t.fixing.computed, fixing.computed_value && format.percent(fixing.computed_value)],
          [t.fixing.derogation, fixing.derogation ? t.yes : t.no],
          [t.fixing.text, fixing.legal_reference],
          [t.fixing.published, format.day(fixing.published_on)],
          [t.fixing.proposed, by(fixing.proposed_by_name, fixing.proposed_at)],
          ...optional.filter(([, value]) => value),
        ]}
      />
      {fixing.supersedes && (
        <Text>
          {t.fixing.supersedes}{" "}
          <Anchor component={Link} to={`/banque/taux/${fixing.supersedes}`}>
            {t.fixing.before}
          </Anchor>
        </Text>
      )}
    </>
  );
}

function RevisionOf({ fixingId, decidedAt }: { fixingId: string; decidedAt: string }) {
  const t = useTexts(texts).fixing;
  const revision = useRevisionOf(fixingId, decidedAt);
  const isNew = Date.now() < Date.parse(decidedAt) + 60_000;
  return (
    <Paper component="section" withBorder p="md" aria-label={t.revision}>
      <Title order={2} size="h4">
        {t.revision}
      </Title>
      <Loaded query={revision} lines={2}>
        {(run) =>
          run ? (
            <Anchor component={Link} to={`/banque/revisions/${run.revision_id}`}>
              {t.seeRevision}
            </Anchor>
          ) : (
            <Text role="status">{isNew ? t.revisionSoon : t.noRevision}</Text>
          )
        }
      </Loaded>
    </Paper>
  );
}
