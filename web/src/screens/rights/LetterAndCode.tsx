/** Case 1 under way: where the letter is, its code, and what to do if it does not come. */
import { Alert, Button, Group, Paper, Stack, Text, TextInput, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Refused } from "../../api/problem";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { Confirm } from "../../ui/Confirm";
import { focusHeading } from "../../ui/InPlace";
import { Icon } from "../../ui/icons";
import { Loaded, Refusal } from "../../ui/states";
import { tell } from "../../ui/tell";
import { CancelRequest } from "./CancelRequest";
import { LetterProgress } from "./LetterProgress";
import { texts } from "./texts";
import {
  type Appointment,
  type Letter,
  type Request,
  useAppointment,
  useOrderLetter,
  useTypeCode,
} from "./useRights";
import { Wanted } from "./Wanted";

type LetterAndCodeProps = { request: Request; appointment: Appointment };

export function LetterAndCode({ request, appointment }: LetterAndCodeProps) {
  const t = useTexts(texts).letter;
  const detail = useAppointment(appointment.appointment_id);
  return (
    <Paper component="section" withBorder p={{ base: "md", sm: "lg" }} aria-label={t.title}>
      <Stack>
        <Title order={3} size="h4">
          {t.title}
        </Title>
        <Wanted request={request} />
        <Loaded query={detail}>
          {({ letters }) =>
            appointment.state === "needs_agent" ? (
              <NeedsAgent why={appointment.why} />
            ) : (
              <Code appointment={appointment} letter={letters.findLast((each) => each.ended === null)} />
            )
          }
        </Loaded>
        <Group>
          {appointment.state !== "needs_agent" && (
            <AnotherLetter appointment={appointment} sent={detail.data?.letters.length ?? 1} />
          )}
          <CancelRequest request={request} />
        </Group>
      </Stack>
    </Paper>
  );
}

function NeedsAgent({ why }: { why: string | null }) {
  const t = useTexts(texts).letter;
  return (
    <Alert color="yellow" title={t.needsAgent} icon={<Icon name="warning" />}>
      <Stack gap="xs">
        {why && <Text size="sm">{why}</Text>}
        <Text size="sm">{t.needsAgentHelp}</Text>
      </Stack>
    </Alert>
  );
}

function Code({ appointment, letter }: { appointment: Appointment; letter: Letter | undefined }) {
  const t = useTexts(texts).letter;
  const typeCode = useTypeCode(appointment.structure_id);
  const [code, setCode] = useState("");
  const atField = typeCode.error instanceof Refused ? typeCode.error.byField().code : undefined;
  const done = () => {
    tell(`${t.accepted}. ${t.acceptedHelp}`);
    focusHeading();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    typeCode.mutate(code, { onSuccess: done });
  };
  return (
    <>
      {letter && <LetterProgress letter={letter} />}
      <form onSubmit={submit}>
        <Stack gap="sm" maw={480}>
          <TextInput
            label={t.code}
            description={t.codeHelp}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            error={atField}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            maxLength={40}
            size="md"
            styles={{ input: { fontFamily: "ui-monospace, monospace", letterSpacing: "0.08em" } }}
            required
          />
          {letter && <Tries letter={letter} />}
          {!atField && <Refusal error={typeCode.error} />}
          <Text size="sm" c="dimmed">
            {t.onPaper}
          </Text>
          <Button type="submit" loading={typeCode.isPending}>
            {t.submit}
          </Button>
        </Stack>
      </form>
    </>
  );
}

function Tries({ letter }: { letter: Letter }) {
  const t = useTexts(texts).letter;
  const format = useFormat();
  if (letter.attempts === 0) return null;
  return <Text size="sm">{t.tries(format.plural(letter.attempts, t.try, t.severalTries))}</Text>;
}

function AnotherLetter({ appointment, sent }: { appointment: Appointment; sent: number }) {
  const t = useTexts(texts).letter;
  const format = useFormat();
  const order = useOrderLetter(appointment.appointment_id);
  const done = (close: () => void) => {
    tell(t.againDone);
    close();
  };
  return (
    <Confirm
      label={t.again}
      title={t.againTitle}
      confirm={t.againConfirm}
      act={(close) => order.mutate(undefined, { onSuccess: () => done(close) })}
      isPending={order.isPending}
      error={order.error}
      reset={order.reset}
      danger={false}
    >
      <Text>{t.againFollows}</Text>
      <Text>{t.againCount(format.plural(sent, t.sent, t.severalSent))}</Text>
    </Confirm>
  );
}
