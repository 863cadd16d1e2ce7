import { Alert, Group, Stack, Text } from "@mantine/core";
import { useTexts } from "../../i18n/texts";
import { Icon } from "../../ui/icons";
import { CancelRequest } from "./CancelRequest";
import { texts } from "./texts";
import type { Request } from "./useRights";
import { Wanted } from "./Wanted";

/** Case 2: an administrator answers. */
export function Wait({ request }: { request: Request }) {
  const t = useTexts(texts).wait;
  return (
    <Alert title={t.title} icon={<Icon name="info" />}>
      <Stack gap="sm">
        <Wanted request={request} />
        <Text size="sm">{t.help}</Text>
        <Text size="sm">{t.next}</Text>
        <Group>
          <CancelRequest request={request} />
        </Group>
      </Stack>
    </Alert>
  );
}
