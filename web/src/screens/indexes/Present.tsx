import { Alert, Anchor, Card, Stack, Text, Title } from "@mantine/core";
import { Link } from "react-router";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { Icon } from "../../ui/icons";
import { texts } from "./texts";
import type { Fixing, Index } from "./useIndexes";

/** The value in force, its text and its source; and the one that is announced. */
export function Present({ index, announced }: { index: Index; announced: Fixing | undefined }) {
  const t = useTexts(texts);
  const format = useFormat();
  const fixing = index.in_force;
  return (
    <Card withBorder component="section" aria-label={t.present}>
      <Title order={2} size="h4">
        {t.present}
      </Title>
      {fixing ? (
        <Stack gap="xs" mt="xs">
          <Text fz="2.4rem" fw={700} lh={1.1} data-value>
            {format.percent(fixing.value)}
          </Text>
          <Text>{t.since(format.day(fixing.effective_on))}</Text>
          <Text size="sm">{t.decidedBy(fixing.legal_reference)}</Text>
          <Text size="sm">{explained(fixing, t, format)}</Text>
          {fixing.source && (
            <Text size="sm" c="dimmed">
              {t.source(fixing.source)}
            </Text>
          )}
        </Stack>
      ) : (
        <Text mt="xs">{t.notPublished}</Text>
      )}
      {announced && (
        <Alert mt="md" icon={<Icon name="info" />} title={t.announced(format.percent(announced.value))}>
          <Text size="sm">
            {t.announcedFrom(format.day(announced.effective_on), announced.legal_reference)}
          </Text>
          <Anchor component={Link} to="/aide#revision" size="sm" underline="always">
            {t.whatItChanges}
          </Anchor>
        </Alert>
      )}
    </Card>
  );
}

/** Whether the value is the computed one. */
function explained(fixing: Fixing, t: (typeof texts)["fr"], format: ReturnType<typeof useFormat>): string {
  if (fixing.computed_value === null) return t.decided;
  const computed = format.percent(fixing.computed_value);
  return fixing.derogation ? t.derogation(computed) : t.asComputed(computed);
}
