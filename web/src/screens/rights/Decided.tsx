import { Alert, Stack, Text } from "@mantine/core";
import { useTexts } from "../../i18n/texts";
import { Icon } from "../../ui/icons";
import { namesOf, services } from "./services";
import { texts } from "./texts";
import { type Request, useHistory } from "./useRights";

/** Where the last request was refused: that it was, why, and what to do. */
export function Decided({ structureId }: { structureId: string }) {
  const t = useTexts(texts).refused;
  const words = useTexts(services);
  const last = useLastRequest(structureId);
  if (last?.state !== "refused") return null;
  return (
    <Alert color="red" title={t.title} icon={<Icon name="cross" />}>
      <Stack gap="xs">
        <Text size="sm">{t.asked(namesOf(last.rights, words).join(", "))}</Text>
        <Text size="sm">{last.reason ? t.reason(last.reason) : t.none}</Text>
        <Text size="sm">{t.next}</Text>
      </Stack>
    </Alert>
  );
}

/** The last one that was not given up. */
function useLastRequest(structureId: string): Request | undefined {
  const history = useHistory();
  return history.data?.requests
    .filter((each) => each.structure_id === structureId && each.state !== "cancelled")
    .at(-1);
}
