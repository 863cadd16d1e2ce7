/** How somebody of the bank gets in again, or no longer. */
import { Group, Text } from "@mantine/core";
import { useTexts } from "../../../i18n/texts";
import { Confirm } from "../../../ui/Confirm";
import { focusHeading } from "../../../ui/InPlace";
import { Part } from "../../../ui/Part";
import { SecretWindow } from "../../../ui/SecretWindow";
import { tell } from "../../../ui/tell";
import { nameOfAgent } from "./Agents";
import { texts } from "./texts";
import { type Agent, useCloseAgent, useNewInitialPassword } from "./useStaff";

export function Account({ agent }: { agent: Agent }) {
  const t = useTexts(texts).account;
  return (
    <Part title={t.title}>
      {agent.password_must_change && <Text>{t.mustChange}</Text>}
      <Group>
        <NewInitialPassword agent={agent} />
        <Close personId={agent.person_id} />
      </Group>
    </Part>
  );
}

function NewInitialPassword({ agent }: { agent: Agent }) {
  const t = useTexts(texts);
  const give = useNewInitialPassword(agent.person_id);
  return (
    <>
      <Confirm
        label={t.account.password}
        title={t.account.passwordTitle}
        confirm={t.account.password}
        act={(close) => give.mutate(undefined, { onSuccess: close })}
        isPending={give.isPending}
        error={give.error}
        reset={give.reset}
        danger={false}
      >
        <Text>{t.account.passwordFollows}</Text>
      </Confirm>
      <SecretWindow title={t.account.passwordDone} secret={give.data?.initial_password} close={give.reset}>
        <Text>{t.invite.handOver(nameOfAgent(agent))}</Text>
      </SecretWindow>
    </>
  );
}

function Close({ personId }: { personId: string }) {
  const t = useTexts(texts).account;
  const closing = useCloseAgent(personId);
  const done = () => {
    tell(t.closed);
    focusHeading();
  };
  return (
    <Confirm
      label={t.close}
      title={t.closeTitle}
      confirm={t.close}
      act={() => closing.mutate(undefined, { onSuccess: done })}
      isPending={closing.isPending}
      error={closing.error}
      reset={closing.reset}
    >
      <Text>{t.closeFollows}</Text>
    </Confirm>
  );
}
