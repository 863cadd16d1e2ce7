/** One system of the bank: its secret, its rights, and what happened last. */
import { Alert, Anchor, Group, Stack, Text } from "@mantine/core";
import { Link, useParams } from "react-router";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { Confirm } from "../../../ui/Confirm";
import { Facts } from "../../../ui/Facts";
import { focusHeading } from "../../../ui/InPlace";
import { Icon } from "../../../ui/icons";
import { Page } from "../../../ui/Page";
import { SecretWindow } from "../../../ui/SecretWindow";
import { Empty, Loaded } from "../../../ui/states";
import { tell } from "../../../ui/tell";
import { Acts } from "../grants/Acts";
import { Grants } from "../grants/Grants";
import { texts } from "./texts";
import { type BankSystem, useCloseSystem, useRenewSecret, useSystems } from "./useSystems";

export default function SystemPage() {
  const t = useTexts(texts);
  const { systemId = "" } = useParams();
  const systems = useSystems();
  const system = systems.data?.find((each) => each.system_id === systemId);
  const back = (
    <Anchor component={Link} to="/banque/systemes">
      {t.title}
    </Anchor>
  );
  return (
    <Page title={system?.name ?? t.one} lead={back}>
      <Loaded query={systems} lines={8}>
        {() => (system ? <Sheet key={systemId} system={system} /> : <Empty icon="fork">{t.nothing}</Empty>)}
      </Loaded>
    </Page>
  );
}

function Sheet({ system }: { system: BankSystem }) {
  const t = useTexts(texts);
  const isClosed = system.closed_at !== null;
  return (
    <Stack gap="lg">
      <Known system={system} />
      {isClosed ? (
        <Alert icon={<Icon name="info" />} color="gray">
          {t.closedFor}
        </Alert>
      ) : (
        <Group>
          <RenewSecret system={system} />
          <Close systemId={system.system_id} />
        </Group>
      )}
      <Grants subjectId={system.system_id} holder="system" isClosed={isClosed} />
      <Acts subjectId={system.system_id} />
    </Stack>
  );
}

function Known({ system }: { system: BankSystem }) {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    <Facts
      facts={[
        [t.clientId, system.client_id],
        [t.state, system.closed_at ? t.shut : t.open],
        [t.registered, format.instant(system.registered_at)],
        ...(system.closed_at ? [[t.closed, format.instant(system.closed_at)] as const] : []),
      ]}
    />
  );
}

function RenewSecret({ system }: { system: BankSystem }) {
  const t = useTexts(texts);
  const renew = useRenewSecret(system.system_id);
  return (
    <>
      <Confirm
        label={t.secret.label}
        title={t.secret.title}
        confirm={t.secret.label}
        act={(close) => renew.mutate(undefined, { onSuccess: close })}
        isPending={renew.isPending}
        error={renew.error}
        reset={renew.reset}
        danger={false}
      >
        <Text>{t.secret.follows}</Text>
      </Confirm>
      <SecretWindow title={t.secret.done} secret={renew.data?.client_secret} close={renew.reset}>
        <Text>{t.register.handOver(system.name, system.client_id)}</Text>
      </SecretWindow>
    </>
  );
}

function Close({ systemId }: { systemId: string }) {
  const t = useTexts(texts).closing;
  const closing = useCloseSystem(systemId);
  const done = () => {
    tell(t.done);
    focusHeading();
  };
  return (
    <Confirm
      label={t.label}
      title={t.title}
      confirm={t.label}
      act={() => closing.mutate(undefined, { onSuccess: done })}
      isPending={closing.isPending}
      error={closing.error}
      reset={closing.reset}
    >
      <Text>{t.follows}</Text>
    </Confirm>
  );
}
