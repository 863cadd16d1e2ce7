/** The states that real life has: waiting, slow, failed, empty, no right. */
import { Alert, Anchor, Button, Group, Paper, Skeleton, Stack, Text, VisuallyHidden } from "@mantine/core";
import { type Query, type UseQueryResult, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { Link, useLocation } from "react-router";
import { Refused, Unreachable } from "../api/problem";
import { useTexts } from "../i18n/texts";
import { Icon, type IconName } from "./icons";
import { texts } from "./texts";

const SLOW_MILLISECONDS = 6_000;

/** What a query brought, or the state it is in. */
export function Loaded<Data>({
  query,
  lines = 4,
  children,
}: {
  query: UseQueryResult<Data>;
  lines?: number;
  children: (data: Data) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <Failure error={query.error} retry={() => void query.refetch()} />;
  return <Waiting lines={lines} />;
}

export function Waiting({ lines = 4 }: { lines?: number }) {
  const t = useTexts(texts);
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_MILLISECONDS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Stack gap="sm" role="status" data-waiting>
      <VisuallyHidden>{t.loading}</VisuallyHidden>
      {slow && <Text c="dimmed">{t.slow}</Text>}
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of a skeleton have no other name.
        <Skeleton key={line} height={line === 0 ? 28 : 18} width={line === lines - 1 ? "60%" : "100%"} />
      ))}
    </Stack>
  );
}

/** What could not be read. Another try is for all that failed on the page: one outage asks for one press. */
export function Failure({ error, retry }: { error: Error; retry?: () => void }) {
  const t = useTexts(texts);
  const queries = useQueryClient();
  if (error instanceof Refused && error.status === 401) return <LogInFirst />;
  const tryAgain = () => {
    retry?.();
    void queries.refetchQueries({ type: "active", predicate: hasFailed });
  };
  return <Trouble title={t.failed} error={error} retry={retry && tryAgain} />;
}

function hasFailed({ state }: Query): boolean {
  return state.status === "error" && state.fetchStatus === "idle";
}

/** Why something that was asked for was not done; nothing while all is well. */
export function Refusal({ error }: { error: Error | null }) {
  const t = useTexts(texts);
  return error && <Trouble title={t.notDone} error={error} />;
}

function Trouble({ title, error, retry }: { title: string; error: Error; retry?: (() => void) | undefined }) {
  const t = useTexts(texts);
  return (
    <Alert color="red" title={title} icon={<Icon name="warning" />} role="alert">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{useReason(error)}</Text>
        {error instanceof Refused && error.status >= 500 && error.reference && (
          <Text size="sm">
            {t.reference} <code>{error.reference}</code>
          </Text>
        )}
        {retry && (
          <Button size="xs" variant="default" onClick={retry} leftSection={<Icon name="refresh" size={16} />}>
            {t.retry}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

/** An error in words for people: the service's own where it gave some. */
export function useReason(error: Error | null): string {
  const t = useTexts(texts);
  if (error instanceof Refused && error.title) return error.message;
  return error instanceof Unreachable ? t.unreachable : t.unknown;
}

export function Empty({ icon = "info", children }: { icon?: IconName; children?: ReactNode }) {
  const t = useTexts(texts);
  return (
    <Paper withBorder p="xl">
      <Stack align="center" gap="sm" ta="center" c="dimmed">
        <Icon name={icon} size={36} />
        {children ?? t.empty}
      </Stack>
    </Paper>
  );
}

/** What only people who are logged in may see. */
function LogInFirst() {
  const t = useTexts(texts);
  const { pathname, search } = useLocation();
  return (
    <Alert title={t.logInFirst} icon={<Icon name="key" />}>
      <Anchor
        component={Link}
        to={`/connexion?suite=${encodeURIComponent(pathname + search)}`}
        underline="always"
      >
        {t.logIn}
      </Anchor>
    </Alert>
  );
}

export function NoRight() {
  const t = useTexts(texts);
  return (
    <Alert color="yellow" variant="light" title={t.noRight} icon={<Icon name="shield" />}>
      <Group justify="space-between">
        <Text size="sm">{t.noRightHelp}</Text>
        <Anchor component={Link} to="/" size="sm">
          {t.home}
        </Anchor>
      </Group>
    </Alert>
  );
}
