/** One request: who asks, for which structure, all that was said; answered, closed, opened again. */
import { Anchor, Badge, Button, Group, Paper, Stack, Text, Textarea, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Link, useParams } from "react-router";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { Facts } from "../../../ui/Facts";
import { focusHeading } from "../../../ui/InPlace";
import { Page } from "../../../ui/Page";
import { Loaded, Refusal } from "../../../ui/states";
import { tell } from "../../../ui/tell";
import { texts as asking } from "../../assistance/texts";
import { COLOURS } from "./Requests";
import { texts } from "./texts";
import {
  type Entry,
  type RequestDetail,
  useAnswer,
  useAsker,
  useClose,
  useConcerned,
  useReopen,
  useRequest,
} from "./useRequests";

const ANSWER_CHARACTERS_MAX = 5_000;

export default function RequestPage() {
  const t = useTexts(texts);
  const { requestId = "" } = useParams();
  const query = useRequest(requestId);
  const back = (
    <Anchor component={Link} to="/banque/assistance">
      {t.title}
    </Anchor>
  );
  return (
    <Page title={query.data?.reference ?? t.one.title} lead={back}>
      <Loaded query={query} lines={8}>
        {(request) => <Sheet key={request.id} request={request} />}
      </Loaded>
    </Page>
  );
}

type Shown = { request: RequestDetail };

function Sheet({ request }: Shown) {
  const t = useTexts(texts);
  return (
    <Stack gap="lg">
      <Known request={request} />
      <Stack component="section" aria-label={t.one.exchange}>
        <Title order={2} size="h4">
          {t.one.exchange}
        </Title>
        {request.entries.map((entry) => (
          <Said key={`${entry.at} ${entry.what}`} entry={entry} />
        ))}
      </Stack>
      {request.state === "closed" ? <Reopen requestId={request.id} /> : <Answer requestId={request.id} />}
    </Stack>
  );
}

function Known({ request }: Shown) {
  const t = useTexts(texts);
  const { topics } = useTexts(asking);
  const asker = useAsker(request.person_id);
  const concerned = useConcerned(request.structure_id);
  const facts = [
    [t.who, request.name],
    [t.one.email, request.email],
    [t.topic, topics[request.topic]],
    [
      t.state,
      <Badge key="state" variant="light" color={COLOURS[request.state]}>
        {t.states[request.state]}
      </Badge>,
    ],
    [
      t.one.account,
      request.person_id ? (asker.data?.account.identifier ?? request.person_id) : t.one.visitor,
    ],
    [t.one.accountEmail, asker.data?.account.email],
    [request.structure_id ? t.structure : t.one.typedStructure, request.structure],
    [t.one.client, request.client_number],
    [t.one.siret, concerned.data?.siret],
  ] as const;
  return <Facts facts={facts.filter(([, value]) => value)} />;
}

function Said({ entry }: { entry: Entry }) {
  const t = useTexts(texts).one;
  const format = useFormat();
  const title = t.what[entry.what](entry.by_name ?? "");
  return (
    <Paper component="article" withBorder p="md" aria-label={title}>
      <Group justify="space-between" gap="xs">
        <Text fw={600}>{title}</Text>
        <Text size="sm" c="dimmed">
          {format.instant(entry.at)}
        </Text>
      </Group>
      {entry.text && (
        <Text mt="xs" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
          {entry.text}
        </Text>
      )}
      {entry.message_id && (
        <Anchor component={Link} to={`/banque/courriers/${entry.message_id}`} size="sm">
          {t.mail}
        </Anchor>
      )}
    </Paper>
  );
}

function Answer({ requestId }: { requestId: string }) {
  const t = useTexts(texts).one;
  const answer = useAnswer(requestId);
  const close = useClose(requestId);
  const [typed, setTyped] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    answer.mutate(typed, {
      onSuccess: () => {
        setTyped("");
        tell(t.answered);
        focusHeading();
      },
    });
  };
  const end = () =>
    close.mutate(undefined, {
      onSuccess: () => {
        tell(t.closed);
        focusHeading();
      },
    });
  return (
    <Paper component="form" withBorder p="md" onSubmit={submit} aria-label={t.answer}>
      <Stack>
        <Textarea
          label={t.answer}
          description={t.answerHelp}
          autosize
          minRows={5}
          maxRows={18}
          maxLength={ANSWER_CHARACTERS_MAX}
          required
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Refusal error={answer.error ?? close.error} />
        <Group justify="space-between">
          <Button type="submit" loading={answer.isPending}>
            {t.send}
          </Button>
          <Button variant="default" loading={close.isPending} onClick={end}>
            {t.close}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

function Reopen({ requestId }: { requestId: string }) {
  const t = useTexts(texts).one;
  const reopen = useReopen(requestId);
  const again = () =>
    reopen.mutate(undefined, {
      onSuccess: () => {
        tell(t.reopened);
        focusHeading();
      },
    });
  return (
    <Stack align="flex-start">
      <Refusal error={reopen.error} />
      <Button variant="default" loading={reopen.isPending} onClick={again}>
        {t.reopen}
      </Button>
    </Stack>
  );
}
