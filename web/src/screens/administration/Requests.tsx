/** Who waits for an answer: activated at once, or by the sheet where there is something to change. */
import { Button, Card, Group, List, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { Link } from "react-router";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { type MyStructure, usePerson } from "../../session/useSession";
import { focusHeading } from "../../ui/InPlace";
import { Refusal } from "../../ui/states";
import { tell } from "../../ui/tell";
import { namesOf, services } from "../rights/services";
import { texts } from "./texts";
import { isWaiting, sheetOf } from "./user";
import { type Request, type User, useApprove } from "./useUsers";

export function Requests({ users, structure }: { users: User[]; structure: MyStructure }) {
  const t = useTexts(texts);
  const me = usePerson().data?.person_id;
  const waiting = users.filter((user) => isWaiting(user) && user.person_id !== me);
  return (
    <Stack gap="xs">
      <Title order={3} size="h4">
        {t.requests}
      </Title>
      {waiting.length === 0 && <Text c="dimmed">{t.noRequest}</Text>}
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {waiting.map(
          (user) =>
            user.request && (
              <Waiting key={user.person_id} user={user} request={user.request} structure={structure} />
            ),
        )}
      </SimpleGrid>
    </Stack>
  );
}

type WaitingProps = { user: User; request: Request; structure: MyStructure };

function Waiting({ user, request, structure }: WaitingProps) {
  const t = useTexts(texts);
  const words = useTexts(services);
  const format = useFormat();
  const beyond = request.rights.filter((right) => !structure.rights.includes(right));
  return (
    <Card withBorder padding="md">
      <Stack gap="xs" h="100%">
        <Title order={4} size="h5">
          {user.name}
        </Title>
        <div>
          <Text size="sm">{t.asks(format.day(request.asked_at))}</Text>
          <List size="sm">
            {namesOf(request.rights, words).map((name) => (
              <List.Item key={name}>{name}</List.Item>
            ))}
          </List>
        </div>
        {beyond.length > 0 && (
          <Text size="sm" c="dimmed">
            {t.beyond(namesOf(beyond, words).join(", "))}
          </Text>
        )}
        <Group mt="auto">
          {beyond.length === 0 && <Activate user={user} request={request} />}
          <Button
            component={Link}
            to={sheetOf(structure.structure_id, user)}
            variant="default"
            aria-label={t.openAbout(user.name)}
          >
            {t.open}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}

function Activate({ user, request }: { user: User; request: Request }) {
  const t = useTexts(texts);
  const approve = useApprove();
  const done = () => {
    tell(t.activated(user.name));
    focusHeading();
  };
  return (
    <>
      <Button
        loading={approve.isPending}
        onClick={() => approve.mutate({ requestId: request.request_id }, { onSuccess: done })}
        aria-label={t.activateAbout(user.name)}
      >
        {t.activate}
      </Button>
      <Refusal error={approve.error} />
    </>
  );
}
