import { Card, List, Text, Title } from "@mantine/core";
import { useTexts } from "../../i18n/texts";
import { texts } from "./texts";
import type { Index } from "./useIndexes";

/** The present rule of an index in plain words, step by step. */
export function HowComputed({ index }: { index: Index }) {
  const t = useTexts(texts);
  const rule = t.rules[index.code as keyof typeof t.rules];
  return (
    <Card withBorder component="section" aria-label={t.how}>
      <Title order={2} size="h4" mb="xs">
        {t.how}
      </Title>
      {rule && (
        <List type="ordered" size="sm" spacing="xs">
          {Object.entries(rule).map(([step, text]) => (
            <List.Item key={step}>{text}</List.Item>
          ))}
        </List>
      )}
      <Text size="sm" c="dimmed" mt="sm">
        {t.minister}
      </Text>
    </Card>
  );
}
