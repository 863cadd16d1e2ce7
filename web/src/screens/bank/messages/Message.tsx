/** One message: to whom, what it says, what happened to it; sent again, or stopped. */
import { Anchor, Code, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useMemo } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { Confirm } from "../../../ui/Confirm";
import { Facts } from "../../../ui/Facts";
import { focusHeading } from "../../../ui/InPlace";
import { MailFrame } from "../../../ui/MailFrame";
import { Page } from "../../../ui/Page";
import { Loaded } from "../../../ui/states";
import { type Column, DataTable } from "../../../ui/table/DataTable";
import { tell } from "../../../ui/tell";
import { Posted } from "./Posted";
import { texts } from "./texts";
import {
  type MessageDetail,
  type MessageState,
  type Passage,
  useCancel,
  useMessage,
  useResend,
} from "./useMessages";

const STOPPABLE: readonly MessageState[] = ["awaiting_recipient", "queued", "failed"];
/** The mailing house has it: it was delivered, or came back. */
const POSTED: readonly MessageState[] = ["handed_over", "delivered", "returned"];
const REPEATABLE: readonly MessageState[] = [
  "sent",
  "in_batch",
  "handed_over",
  "delivered",
  "returned",
  "failed",
  "cancelled",
];
/** Its code is readable on its paper only: a new letter is ordered instead. */
const WITH_A_CODE = "administrator_letter";

export default function MessagePage() {
  const t = useTexts(texts);
  const { messageId = "" } = useParams();
  const query = useMessage(messageId);
  const back = (
    <Anchor component={Link} to="/banque/courriers">
      {t.messages}
    </Anchor>
  );
  return (
    <Page title={query.data?.reference ?? t.one.title} lead={back}>
      <Loaded query={query} lines={8}>
        {(message) => <Sheet key={message.id} message={message} />}
      </Loaded>
    </Page>
  );
}

function Sheet({ message }: { message: MessageDetail }) {
  const mayResend = REPEATABLE.includes(message.state) && message.template !== WITH_A_CODE;
  return (
    <Stack gap="lg">
      <Known message={message} />
      <Group>
        {mayResend && <Resend messageId={message.id} />}
        {POSTED.includes(message.state) && <Posted message={message} />}
        {STOPPABLE.includes(message.state) && <Cancel messageId={message.id} />}
      </Group>
      <Content message={message} />
      <History message={message} />
    </Stack>
  );
}

function Known({ message }: { message: MessageDetail }) {
  const t = useTexts(texts);
  const format = useFormat();
  const optional = [
    [t.one.structure, message.structure && <Structure key="structure" message={message} />],
    [t.one.person, message.to_name],
    [t.one.email, message.to_email],
    [t.one.next, message.next_attempt_at && format.instant(message.next_attempt_at)],
    [message.state === "returned" ? t.one.returnedWhy : t.one.error, message.error],
  ] as const;
  return (
    <>
      <Facts
        facts={[
          [t.subject, message.subject],
          [t.kind, message.kind && t.kinds[message.kind]],
          [t.state, t.states[message.state]],
          [t.written, format.day(message.written_on)],
          [t.one.attempts, format.number(message.attempts)],
          ...optional.filter(([, value]) => value),
        ]}
      />
      {message.resend_of && (
        <Text>
          {t.one.resendOf}{" "}
          <Anchor component={Link} to={`/banque/courriers/${message.resend_of}`}>
            {t.one.original}
          </Anchor>
        </Text>
      )}
    </>
  );
}

function Structure({ message: { structure, structure_id } }: { message: MessageDetail }) {
  if (!structure_id) return structure;
  return (
    <Anchor component={Link} to={`/banque/structures/${structure_id}`} inherit>
      {structure}
    </Anchor>
  );
}

function Content({ message }: { message: MessageDetail }) {
  const t = useTexts(texts).one;
  const { mail, letter } = message;
  const stored = `/api/notifications/messages/${message.id}`;
  return (
    <Paper component="section" withBorder p="md" aria-label={t.content}>
      <Stack>
        <Title order={2} size="h4">
          {t.content}
        </Title>
        {!mail && !letter && <Text c="dimmed">{t.noContent}</Text>}
        {mail && (
          <>
            <MailFrame address={`${stored}/html`} title={message.subject} open={t.asRead} />
            <details>
              <summary>{t.plain}</summary>
              <Code block tabIndex={0} mt="xs" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
                {mail.text}
              </Code>
            </details>
          </>
        )}
        {letter && (
          <>
            <Anchor href={`${stored}/pdf`} target="_blank">
              {t.pdf}
            </Anchor>
            <Facts facts={[[t.address, letter.address.join(", ")]]} />
            <Text size="sm">{t.pages(letter.pages)}</Text>
            {letter.batch_id && (
              <Anchor component={Link} to={`/banque/lots/${letter.batch_id}`}>
                {t.batch}
              </Anchor>
            )}
          </>
        )}
      </Stack>
    </Paper>
  );
}

function History({ message }: { message: MessageDetail }) {
  const t = useTexts(texts);
  const format = useFormat();
  const columns = useMemo<Column<Passage>[]>(() => {
    const states: Record<string, string> = t.states;
    return [
      { id: "at", header: t.one.at, value: (row) => row.at, show: (row) => format.instant(row.at) },
      { id: "state", header: t.state, value: (row) => row.state, words: (state) => states[state] ?? state },
      { id: "why", header: t.one.why, value: (row) => row.why },
    ];
  }, [t, format]);
  return (
    <Stack>
      <Title order={2} size="h4">
        {t.one.history}
      </Title>
      <DataTable
        name="passages"
        caption={t.one.history}
        rows={message.history}
        columns={columns}
        rowId={(row) => `${row.at} ${row.state}`}
        plain
      />
    </Stack>
  );
}

function Resend({ messageId }: { messageId: string }) {
  const t = useTexts(texts).one;
  const resend = useResend(messageId);
  const navigate = useNavigate();
  const act = (close: () => void) =>
    resend.mutate(undefined, {
      onSuccess: (sent) => {
        close();
        tell(t.resent);
        navigate(`/banque/courriers/${sent.id}`);
      },
    });
  return (
    <Confirm
      label={t.resend}
      title={t.resendTitle}
      confirm={t.resend}
      act={act}
      isPending={resend.isPending}
      error={resend.error}
      reset={resend.reset}
      danger={false}
    >
      <Text>{t.resendFollows}</Text>
    </Confirm>
  );
}

function Cancel({ messageId }: { messageId: string }) {
  const t = useTexts(texts).one;
  const cancel = useCancel(messageId);
  const act = () =>
    cancel.mutate(undefined, {
      onSuccess: () => {
        tell(t.cancelled);
        focusHeading();
      },
    });
  return (
    <Confirm
      label={t.cancel}
      title={t.cancelTitle}
      confirm={t.cancel}
      act={act}
      isPending={cancel.isPending}
      error={cancel.error}
      reset={cancel.reset}
    >
      <Text>{t.cancelFollows}</Text>
    </Confirm>
  );
}
