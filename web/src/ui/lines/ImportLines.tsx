/**
 * A file of many objects, sent to a service part by part; then what became of them, and each line that did not enter, with
 * its field, its value and what is allowed.
 */
import { Alert, Button, FileInput, Paper, Progress, Stack, Text, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { download } from "../download";
import { Icon } from "../icons";
import { Refusal } from "../states";
import { Unreadable } from "./parts";
import { Report } from "./Report";
import { texts } from "./texts";
import { type Import, type SendPart, useImport } from "./useImport";

type ImportLinesProps<Count extends string> = {
  send: SendPart<Count>;
  /** How the report names what lines became, in its order */
  counts: Record<Count, string>;
  done: () => void;
  /** A file that enters as it is */
  example?: { name: string; content: string };
};

export function ImportLines<Count extends string>({ send, counts, done, example }: ImportLinesProps<Count>) {
  const t = useTexts(texts);
  const work = useImport(send, Object.keys(counts) as Count[], done);
  return (
    <Stack gap="lg">
      <Choose work={work} example={example} />
      {work.error instanceof Unreadable ? (
        <Alert color="red" role="alert" icon={<Icon name="warning" />}>
          {t.unreadable[work.error.why]}
        </Alert>
      ) : (
        <Refusal error={work.error} />
      )}
      {work.current && work.error && <Text>{t.broken}</Text>}
      {work.current && <Outcome current={work.current} isOver={work.isSuccess} counts={counts} />}
    </Stack>
  );
}

type ChooseProps = {
  work: Pick<ReturnType<typeof useImport>, "mutate" | "isPending">;
  example: ImportLinesProps<string>["example"];
};

function Choose({ work, example }: ChooseProps) {
  const t = useTexts(texts);
  const [file, setFile] = useState<File | null>(null);
  const [isMissing, setIsMissing] = useState(false);
  // Browsers read a file as it was chosen: whoever corrects it chooses it again.
  const forget = () => setFile(null);
  const forgetUnreadable = (error: Error) => error instanceof Unreadable && forget();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsMissing(!file);
    if (file) work.mutate(file, { onSuccess: forget, onError: forgetUnreadable });
  };
  return (
    <Paper component="form" withBorder p="md" onSubmit={submit} aria-label={t.file}>
      <Stack align="flex-start">
        {example && (
          <Button
            variant="default"
            leftSection={<Icon name="download" size={16} />}
            onClick={() => download(example.name, example.content, "application/json")}
          >
            {t.example}
          </Button>
        )}
        <FileInput
          label={t.file}
          description={t.fileHelp}
          placeholder={t.choose}
          accept=".json,.jsonl,.ndjson,application/json,application/x-ndjson"
          value={file}
          onChange={setFile}
          error={isMissing && !file && t.missing}
          w="100%"
          maw={480}
        />
        <Button type="submit" loading={work.isPending}>
          {t.submit}
        </Button>
      </Stack>
    </Paper>
  );
}

type OutcomeProps<Count extends string> = {
  current: Import<Count>;
  isOver: boolean;
  counts: Record<Count, string>;
};

function Outcome<Count extends string>({ current, isOver, counts }: OutcomeProps<Count>) {
  const t = useTexts(texts);
  const format = useFormat();
  const { file, report, linesSent, lines } = current;
  const names = Object.entries<string>(counts) as [Count, string][];
  return (
    <Stack component="section" aria-label={t.outcome}>
      <Title order={2} size="h4">
        {t.outcome}
      </Title>
      {!isOver && <Progress value={(100 * linesSent) / lines} aria-label={t.progress} />}
      <Text role="status">
        {isOver ? t.done(file) : t.sent(format.number(linesSent), format.number(lines))}
      </Text>
      {report && (
        <Report counts={names.map(([count, name]) => [name, report[count]])} refused={report.refused} />
      )}
    </Stack>
  );
}
