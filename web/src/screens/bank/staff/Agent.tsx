/** One person of the bank: their account, their rights, and what happened last. */
import { Alert, Anchor, Stack } from "@mantine/core";
import { Link, useParams } from "react-router";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { usePerson } from "../../../session/useSession";
import { Facts } from "../../../ui/Facts";
import { Icon } from "../../../ui/icons";
import { Page } from "../../../ui/Page";
import { Empty, Loaded } from "../../../ui/states";
import { Acts } from "../grants/Acts";
import { Grants } from "../grants/Grants";
import { Account } from "./Account";
import { nameOfAgent, stateOf } from "./Agents";
import { texts } from "./texts";
import { type Agent, useStaff } from "./useStaff";

export default function AgentPage() {
  const t = useTexts(texts);
  const { personId = "" } = useParams();
  const staff = useStaff();
  const agent = staff.data?.find((each) => each.person_id === personId);
  const back = (
    <Anchor component={Link} to="/banque/agents">
      {t.title}
    </Anchor>
  );
  return (
    <Page title={agent ? nameOfAgent(agent) : t.one} lead={back}>
      <Loaded query={staff} lines={8}>
        {() => (agent ? <Sheet key={personId} agent={agent} /> : <Empty icon="people">{t.nobody}</Empty>)}
      </Loaded>
    </Page>
  );
}

function Sheet({ agent }: { agent: Agent }) {
  const t = useTexts(texts);
  const isOwn = usePerson().data?.person_id === agent.person_id;
  const isClosed = agent.closed_at !== null;
  return (
    <Stack gap="lg">
      <Known agent={agent} />
      {isClosed && (
        <Alert icon={<Icon name="info" />} color="gray">
          {t.closedFor}
        </Alert>
      )}
      {!isClosed && !isOwn && <Account agent={agent} />}
      <Grants subjectId={agent.person_id} holder="person" isClosed={isClosed} isOwn={isOwn} />
      <Acts subjectId={agent.person_id} />
    </Stack>
  );
}

function Known({ agent }: { agent: Agent }) {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    <Facts
      facts={[
        [t.identifier, agent.identifier],
        [t.email, agent.email],
        [t.state, t.states[stateOf(agent)]],
        [t.opened, format.instant(agent.opened_at)],
        ...(agent.closed_at ? [[t.closed, format.instant(agent.closed_at)] as const] : []),
      ]}
    />
  );
}
