/** Structures from a file: what entered, and for each line that did not, why. */
import { Alert, Anchor, Button, FileInput, Paper, Progress, Stack, Text, Title } from "@mantine/core";
import { type FormEvent, useMemo, useState } from "react";
import { Link } from "react-router";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { download } from "../../../ui/download";
import { Icon } from "../../../ui/icons";
import { Page } from "../../../ui/Page";
import { Refusal } from "../../../ui/states";
import { type Column, DataTable } from "../../../ui/table/DataTable";
import { Tiles } from "../../borrower/Tiles";
import { EXAMPLE } from "./exampleFile";
import { importTexts } from "./importTexts";
import { texts } from "./texts";
import { type Import, type Refused, Unreadable, useImport } from "./useImport";

export default function ImportPage() {
  const { title } = useTexts(texts);
  const t = useTexts(importTexts);
  const work = useImport();
  const back = (
    <Anchor component={Link} to="/banque/structures">
      {title}
    </Anchor>
  );
  return (
    <Page title={t.title} lead={back}>
      <Choose work={work} />
      {work.error instanceof Unreadable ? (
        <Alert color="red" role="alert" icon={<Icon name="warning" />}>
          {t.unreadable[work.error.why]}
        </Alert>
      ) : (
        <Refusal error={work.error} />
      )}
      {work.current && <Outcome current={work.current} isOver={work.isSuccess} />}
    </Page>
  );
}

function Choose({ work }: { work: ReturnType<typeof useImport> }) {
  const t = useTexts(importTexts);
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
    <Paper component="form" withBorder p="md" aria-label={t.title} onSubmit={submit}>
      <Stack align="flex-start">
        <Text>{t.help}</Text>
        <Button
          variant="default"
          leftSection={<Icon name="download" size={16} />}
          onClick={() => download("structures.json", EXAMPLE, "application/json")}
        >
          {t.example}
        </Button>
        <FileInput
          label={t.file}
          placeholder={t.choose}
          accept=".json,.jsonl,.ndjson,application/json"
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

function Outcome({ current, isOver }: { current: Import; isOver: boolean }) {
  const t = useTexts(importTexts);
  const format = useFormat();
  const { file, report, partsDone, partsTotal } = current;
  return (
    <Stack component="section" aria-label={t.outcome}>
      <Title order={2}>{t.outcome}</Title>
      {partsTotal > 1 && (
        <Progress value={(100 * partsDone) / partsTotal} size="lg" aria-label={t.progress} />
      )}
      <Text role="status">
        {isOver ? t.done(file) : t.parts(format.number(partsDone), format.number(partsTotal))}
      </Text>
      <Tiles
        tiles={[
          { name: t.recorded, value: format.number(report.recorded) },
          { name: t.changed, value: format.number(report.changed) },
          { name: t.unchanged, value: format.number(report.unchanged) },
          { name: t.refused, value: format.number(report.refused.length) },
        ]}
      />
      {report.refused.length > 0 && <RefusedLines lines={report.refused} />}
    </Stack>
  );
}

function RefusedLines({ lines }: { lines: readonly Refused[] }) {
  const t = useTexts(importTexts);
  const columns = useMemo<Column<Refused>[]>(
    () => [
      { id: "line", header: t.line, kind: "number", value: ({ line }) => line },
      { id: "key", header: t.key, value: ({ key }) => key },
      { id: "why", header: t.why, value: whyOf, long: true },
    ],
    [t],
  );
  return (
    <Stack gap="xs">
      <Title order={3} size="h4">
        {t.refused}
      </Title>
      <Text c="dimmed">{t.refusedHelp}</Text>
      <DataTable
        name="lignes-refusees"
        caption={t.refused}
        rows={lines}
        columns={columns}
        rowId={({ line }) => String(line)}
      />
    </Stack>
  );
}

/** Each field with what is wrong there; the whole line where no field is named. */
function whyOf({ problem: { detail, errors = [] } }: Refused): string {
  return errors.length > 0 ? errors.map((each) => `${each.field} – ${each.detail}`).join(" ; ") : detail;
}
