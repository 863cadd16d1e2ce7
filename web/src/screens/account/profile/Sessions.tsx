import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { Part } from "../../../ui/Part";
import { Loaded, Refusal } from "../../../ui/states";
import { browserName } from "./browserName";
import { texts } from "./texts";
import { type OwnSession, useEndOtherSessions, useEndSession, useSessions } from "./useProfile";

export function Sessions() {
  const t = useTexts(texts);
  const sessions = useSessions();
  const endOne = useEndSession();
  const endOthers = useEndOtherSessions();
  return (
    <Part title={t.sessions}>
      <Text size="sm" c="dimmed">
        {t.sessionsHelp}
      </Text>
      <Loaded query={sessions} lines={3}>
        {(all) => (
          <>
            <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: "none" }}>
              {all.map((session) => (
                <Line
                  key={session.session_id}
                  session={session}
                  end={() => endOne.mutate(session.session_id)}
                />
              ))}
            </Stack>
            {all.length > 1 && (
              <Button variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
                {t.endOthers}
              </Button>
            )}
          </>
        )}
      </Loaded>
      <Refusal error={endOne.error ?? endOthers.error} />
    </Part>
  );
}

function Line({ session, end }: { session: OwnSession; end: () => void }) {
  const t = useTexts(texts);
  const format = useFormat();
  const browser = browserName(session.browser) ?? t.unknownBrowser;
  return (
    <Group component="li" justify="space-between" wrap="nowrap">
      <div>
        <Text>
          {browser} · {session.origin}
        </Text>
        <Text size="sm" c="dimmed">
          {t.used(format.instant(session.used_at), format.instant(session.opened_at))}
        </Text>
      </div>
      {session.current ? (
        <Badge variant="light" flex="none">
          {t.current}
        </Badge>
      ) : (
        <Button variant="subtle" flex="none" onClick={end} aria-label={t.endThis(browser, session.origin)}>
          {t.end}
        </Button>
      )}
    </Group>
  );
}
