import { Badge, Card, Group, Stack, Text, Title } from "@mantine/core";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { nextRevisions } from "./calendar";
import { texts } from "./texts";

/** When the value can change next: after today, and after what is announced already. */
export function NextDates({ last = "" }: { last?: string | undefined }) {
  const t = useTexts(texts);
  const format = useFormat();
  const today = new Date().toISOString().slice(0, 10);
  return (
    <Card withBorder component="section" aria-label={t.next}>
      <Title order={2} size="h4" mb="xs">
        {t.next}
      </Title>
      <Stack component="ul" gap={6} p={0} m={0} style={{ listStyle: "none" }}>
        {nextRevisions(last > today ? last : today).map(({ day, exceptional }) => (
          <Group component="li" key={day} gap="xs">
            <Text fw={exceptional ? 400 : 600}>{format.day(day)}</Text>
            {exceptional && (
              <Badge variant="default" tt="none">
                {t.exceptional}
              </Badge>
            )}
          </Group>
        ))}
      </Stack>
      <Text size="sm" c="dimmed" mt="sm">
        {t.calendar}
      </Text>
    </Card>
  );
}
