/**
 * A file of many objects, sent to a service part by part; then what entered, and each line that did not, with its field,
 * its value and what is allowed.
 */
import { Button, FileInput, Paper, Progress, Stack, Text, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { Refusal } from "../states";
import { type FilePart, NotLines, partsOf } from "./parts";
import { Report } from "./Report";
import { texts } from "./texts";
import { type SendPart, useSending } from "./useSending";

type ImportLinesProps = { send: SendPart; done: () => void };

export function ImportLines({ send, done }: ImportLinesProps) {
  const t = useTexts(texts);
  const [parts, setParts] = useState<readonly FilePart[]>([]);
  const [isUnreadable, setUnreadable] = useState(false);
  const sending = useSending(send, done);
  const choose = async (file: File | null) => {
    sending.forget();
    setUnreadable(false);
    try {
      setParts(file ? partsOf(await file.text()) : []);
    } catch (error) {
      if (!(error instanceof NotLines)) throw error;
      setParts([]);
      setUnreadable(true);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    sending.start(parts);
  };
  return (
    <Stack gap="lg">
      <Paper component="form" withBorder p="md" onSubmit={submit} aria-label={t.file}>
        <Stack align="flex-start">
          <FileInput
            label={t.file}
            description={t.fileHelp}
            placeholder={t.choose}
            accept=".json,.jsonl,.ndjson,application/json,application/x-ndjson"
            onChange={(file) => void choose(file)}
            error={isUnreadable && t.unreadable}
            w="100%"
            maw={480}
          />
          <HowFar parts={parts} linesSent={sending.linesSent} isSending={sending.isSending} />
          <Button type="submit" disabled={parts.length === 0} loading={sending.isSending}>
            {t.send}
          </Button>
        </Stack>
      </Paper>
      <Refusal error={sending.error} />
      {sending.error && <Text>{t.broken}</Text>}
      {sending.report && (
        <Stack component="section" aria-label={t.report} role="status">
          <Title order={2} size="h4">
            {t.report}
          </Title>
          <Report report={sending.report} />
        </Stack>
      )}
    </Stack>
  );
}

type HowFarProps = { parts: readonly FilePart[]; linesSent: number; isSending: boolean };

function HowFar({ parts, linesSent, isSending }: HowFarProps) {
  const t = useTexts(texts);
  const format = useFormat();
  const all = parts.reduce((sum, { lines }) => sum + lines, 0);
  if (all === 0) return null;
  if (!isSending) return <Text>{t.lines(format.plural(all, t.line, t.linesWord))}</Text>;
  return (
    <Stack gap={4} w="100%">
      <Progress value={(100 * linesSent) / all} aria-label={t.sending} />
      <Text role="status">{t.progress(format.number(linesSent), format.number(all))}</Text>
    </Stack>
  );
}
