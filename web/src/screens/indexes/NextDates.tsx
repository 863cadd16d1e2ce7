import { Badge, Card, Group, Stack, Text, Title } from "@mantine/core";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { Loaded } from "../../ui/states";
import { texts } from "./texts";
import { useComingDates } from "./useIndexes";

/** When the value can change next: after today, and after what is announced already. */
export function NextDates({ index }: { index: string }) {
  const t = useTexts(texts);
  const format = useFormat();
  const coming = useComingDates(index);
  return (
    <Card withBorder component="section" aria-label={t.next}>
      <Title order={2} size="h4" mb="xs">
        {t.next}
      </Title>
      <Loaded query={coming}>
        {(dates) => (
          <Stack component="ul" gap={6} p={0} m={0} style={{ listStyle: "none" }}>
            {dates.map(({ day, kind }) => (
              <Group component="li" key={day} gap="xs">
                <Text fw={kind === "normal" ? 600 : 400}>{format.day(day)}</Text>
                {kind === "exceptional" && <Badge variant="default">{t.exceptional}</Badge>}
              </Group>
            ))}
          </Stack>
        )}
      </Loaded>
      <Text size="sm" c="dimmed" mt="sm">
        {t.calendar}
      </Text>
    </Card>
  );
}
