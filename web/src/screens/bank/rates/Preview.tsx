/** What a proposed value would change in every loan, before anybody decides. */
import { Button, Paper, Stack, Text, Title } from "@mantine/core";
import { useTexts } from "../../../i18n/texts";
import { useWho } from "../../../session/useSession";
import { Loaded, Refusal } from "../../../ui/states";
import { Outcome } from "../runs/Outcome";
import { usePreview, useRun } from "../runs/useRuns";
import { texts } from "./texts";
import type { Fixing } from "./useRates";

export function Preview({ fixing }: { fixing: Fixing }) {
  const t = useTexts(texts).fixing;
  const preview = usePreview();
  const { index, effective_on, value } = fixing;
  return (
    <Paper component="section" withBorder p="md" aria-label={t.preview}>
      <Stack>
        <Title order={2} size="h4">
          {t.preview}
        </Title>
        <Text c="dimmed">{t.previewHelp}</Text>
        <Refusal error={preview.error} />
        {preview.data ? (
          <Running runId={preview.data.revision_id} />
        ) : (
          <Button
            variant="default"
            style={{ alignSelf: "flex-start" }}
            loading={preview.isPending}
            onClick={() => preview.mutate({ index, effective_on, value })}
          >
            {t.startPreview}
          </Button>
        )}
      </Stack>
    </Paper>
  );
}

function Running({ runId }: { runId: string }) {
  const run = useRun("preview", runId);
  const { who } = useWho();
  return (
    <Loaded query={run}>
      {(known) => <Outcome run={known} mayReadFailures={who.may("lending.agent")} />}
    </Loaded>
  );
}
