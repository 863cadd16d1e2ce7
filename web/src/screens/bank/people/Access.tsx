/** Whether somebody gets in, and from where they have: a lock is lifted, sessions are ended. */
import { Alert, Group, Stack, Text, Title } from "@mantine/core";
import { useMemo } from "react";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { Icon } from "../../../ui/icons";
import { Part } from "../../../ui/Part";
import { type Column, DataTable } from "../../../ui/table/DataTable";
import { WithReason } from "../../../ui/WithReason";
import { browserName } from "../../account/profile/browserName";
import { texts } from "./texts";
import { type AccountSheet, useLogOutEverywhere, useUnlock } from "./usePeople";

type Session = AccountSheet["sessions"][number];

export function Access({ sheet }: { sheet: AccountSheet }) {
  const t = useTexts(texts).access;
  const isLocked = sheet.locked_until !== null || sheet.devices.some((device) => device.locked_until);
  return (
    <Part title={t.title}>
      <Locks sheet={sheet} />
      <Group>
        {isLocked && <Unlock personId={sheet.account.person_id} />}
        <LogOut personId={sheet.account.person_id} />
      </Group>
      <Title order={3} size="h4">
        {t.sessions}
      </Title>
      {sheet.sessions.length > 0 ? (
        <Sessions sessions={sheet.sessions} />
      ) : (
        <Text c="dimmed">{t.noSessions}</Text>
      )}
    </Part>
  );
}

function Locks({ sheet }: { sheet: AccountSheet }) {
  const t = useTexts(texts).access;
  const format = useFormat();
  const told = [
    ...(sheet.locked_until ? [t.locked(format.instant(sheet.locked_until))] : []),
    ...sheet.devices.flatMap(({ locked_until }) =>
      locked_until ? [t.deviceLocked(format.instant(locked_until))] : [],
    ),
  ];
  if (told.length === 0) return <Text>{t.open}</Text>;
  return (
    <Stack gap="xs">
      {told.map((sentence) => (
        <Alert key={sentence} color="yellow" icon={<Icon name="warning" />}>
          {sentence}
        </Alert>
      ))}
    </Stack>
  );
}

function Unlock({ personId }: { personId: string }) {
  const t = useTexts(texts).access;
  return (
    <WithReason
      act={useUnlock(personId)}
      label={t.unlock}
      title={t.unlockTitle}
      confirm={t.unlock}
      done={t.unlocked}
      danger={false}
    >
      <Text>{t.unlockFollows}</Text>
    </WithReason>
  );
}

function LogOut({ personId }: { personId: string }) {
  const t = useTexts(texts).access;
  return (
    <WithReason
      act={useLogOutEverywhere(personId)}
      label={t.logOut}
      title={t.logOutTitle}
      confirm={t.logOut}
      done={t.loggedOut}
    >
      <Text>{t.logOutFollows}</Text>
    </WithReason>
  );
}

function Sessions({ sessions }: { sessions: readonly Session[] }) {
  const t = useTexts(texts).access;
  const format = useFormat();
  const columns = useMemo<Column<Session>[]>(() => {
    const instant = (at: string) => format.instant(at);
    return [
      { id: "browser", header: t.browser, value: (row) => browserName(row.browser) ?? t.unknownBrowser },
      { id: "origin", header: t.origin, value: (row) => row.origin },
      { id: "used", header: t.usedAt, value: (row) => row.used_at, words: instant },
      { id: "opened", header: t.openedAt, value: (row) => row.opened_at, words: instant },
    ];
  }, [t, format]);
  return (
    <DataTable
      name="sessions"
      caption={t.sessions}
      rows={sessions}
      columns={columns}
      rowId={(row) => row.session_id}
      plain
    />
  );
}
