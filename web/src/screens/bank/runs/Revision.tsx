/** One revision: its progress while it is at work, then its sums and effects. */
import { Anchor, Stack } from "@mantine/core";
import { Link, useParams } from "react-router";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { useWho } from "../../../session/useSession";
import { Facts } from "../../../ui/Facts";
import { Page } from "../../../ui/Page";
import { Loaded } from "../../../ui/states";
import { useIndexName } from "../../borrower/words";
import { Outcome } from "./Outcome";
import { Told } from "./Told";
import { texts } from "./texts";
import { isOver, type Run, useRun } from "./useRuns";

export default function Revision() {
  const t = useTexts(texts);
  const format = useFormat();
  const indexName = useIndexName();
  const { who } = useWho();
  const { revisionId = "" } = useParams();
  const query = useRun("revision", revisionId);
  const mayReadTold = who.may("notifications.agent") || who.may("operator");
  const run = query.data;
  const back = (
    <Anchor component={Link} to="/banque/revisions">
      {t.back}
    </Anchor>
  );
  return (
    <Page title={run ? t.one(indexName(run.index), format.day(run.effective_on)) : t.oneRun} lead={back}>
      <Loaded query={query} lines={8}>
        {(known) => (
          <Stack gap="lg">
            <About run={known} />
            {mayReadTold && isOver(known) && <Told revisionId={revisionId} />}
            <Outcome run={known} mayReadFailures={who.may("lending.agent")} />
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function About({ run }: { run: Run }) {
  const t = useTexts(texts);
  const format = useFormat();
  const after = format.percent(run.value_after);
  const value =
    run.value_before === null ? t.first(after) : t.change(format.percent(run.value_before), after);
  const state = run.completed_at ? t.finished(format.instant(run.completed_at)) : t.states[run.state];
  return (
    <Facts
      facts={[
        [t.value, value],
        [t.state, state],
        [t.text, run.legal_reference],
      ]}
    />
  );
}
