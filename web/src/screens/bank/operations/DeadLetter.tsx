/** One message that nobody could handle: what it says, why it failed; replayed or discarded. */
import { Anchor, Code, Group, Stack, Text, Title } from "@mantine/core";
import { Link, useNavigate, useParams } from "react-router";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { Confirm } from "../../../ui/Confirm";
import { Facts } from "../../../ui/Facts";
import { Page } from "../../../ui/Page";
import { Empty, Loaded } from "../../../ui/states";
import { tell } from "../../../ui/tell";
import { texts } from "./texts";
import {
  type DeadLetterSheet,
  SERVICES,
  type ServiceName,
  useDeadLetter,
  useDiscard,
  useReplay,
} from "./useOperations";

export default function DeadLetterPage() {
  const t = useTexts(texts).one;
  const params = useParams();
  const service = SERVICES.find((each) => each === params.service);
  const back = (
    <Anchor component={Link} to={listOf(params.service ?? "")}>
      {t.back}
    </Anchor>
  );
  return (
    <Page title={t.title} lead={back}>
      {service ? <Known service={service} letterId={params.letterId ?? ""} /> : <Empty />}
    </Page>
  );
}

function Known({ service, letterId }: { service: ServiceName; letterId: string }) {
  const letter = useDeadLetter(service, letterId);
  return (
    <Loaded query={letter} lines={8}>
      {(sheet) => <Sheet service={service} letter={sheet} />}
    </Loaded>
  );
}

type OfLetter = { service: ServiceName; letter: DeadLetterSheet };

function Sheet({ service, letter }: OfLetter) {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    <Stack gap="lg">
      <Facts
        facts={[
          [t.service, t.names[service]],
          [t.type, letter.type],
          [t.queue, letter.queue],
          [t.reason, letter.reason],
          [t.attempts, format.number(letter.attempts)],
          [t.died, letter.died_at && format.instant(letter.died_at)],
          [t.one.message, letter.message_id],
        ]}
      />
      <Group>
        <Replay service={service} letter={letter} />
        <Discard service={service} letter={letter} />
      </Group>
      <Verbatim title={t.one.body} text={letter.body} />
      {letter.traceback && <Verbatim title={t.one.traceback} text={letter.traceback} />}
    </Stack>
  );
}

function Verbatim({ title, text }: { title: string; text: string }) {
  return (
    <Stack component="section" aria-label={title} gap="xs">
      <Title order={2} size="h4">
        {title}
      </Title>
      <Code block style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        {text}
      </Code>
    </Stack>
  );
}

function Replay({ service, letter }: OfLetter) {
  const t = useTexts(texts).one;
  const replay = useReplay(service, letter.id);
  const leave = useLeave(service);
  return (
    <Confirm
      label={t.replay}
      title={t.replayTitle}
      confirm={t.replay}
      act={() => replay.mutate(undefined, { onSuccess: () => leave(t.replayed) })}
      isPending={replay.isPending}
      error={replay.error}
      reset={replay.reset}
      danger={false}
    >
      <Text>{t.replayFollows}</Text>
    </Confirm>
  );
}

function Discard({ service, letter }: OfLetter) {
  const t = useTexts(texts).one;
  const discard = useDiscard(service, letter.id);
  const leave = useLeave(service);
  return (
    <Confirm
      label={t.discard}
      title={t.discardTitle}
      confirm={t.discard}
      act={() => discard.mutate(undefined, { onSuccess: () => leave(t.discarded) })}
      isPending={discard.isPending}
      error={discard.error}
      reset={discard.reset}
    >
      <Text>{t.discardFollows}</Text>
    </Confirm>
  );
}

/** Say what was done, and go back to the others: this one is gone. */
function useLeave(service: ServiceName) {
  const navigate = useNavigate();
  return (message: string) => {
    tell(message);
    navigate(listOf(service));
  };
}

function listOf(service: string): string {
  return `/banque/exploitation?service=${service}`;
}
