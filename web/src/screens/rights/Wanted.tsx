import { List, Text } from "@mantine/core";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { namesOf, services } from "./services";
import { texts } from "./texts";
import type { Request } from "./useRights";

/** What a request asks for, and since when. */
export function Wanted({ request }: { request: Request }) {
  const t = useTexts(texts);
  const words = useTexts(services);
  const format = useFormat();
  return (
    <div>
      <Text size="sm" fw={600}>
        {t.wanted}
      </Text>
      <List size="sm">
        {namesOf(request.rights, words).map((name) => (
          <List.Item key={name}>{name}</List.Item>
        ))}
      </List>
      <Text size="sm" c="dimmed">
        {t.askedOn(format.day(request.asked_at))}
      </Text>
    </div>
  );
}
