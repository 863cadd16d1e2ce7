import { Button, Text } from "@mantine/core";
import { useTexts } from "../../../i18n/texts";
import type { Person } from "../../../session/useSession";
import { download } from "../../../ui/download";
import { Icon } from "../../../ui/icons";
import { Part } from "../../../ui/Part";
import { Refusal } from "../../../ui/states";
import { texts } from "./texts";
import { usePersonalData } from "./useProfile";

export function PersonalData({ person }: { person: Person }) {
  const t = useTexts(texts);
  const data = usePersonalData();
  const save = () =>
    data.mutate(undefined, {
      onSuccess: (held) =>
        download(`${person.identifier}.json`, JSON.stringify(held, null, 2), "application/json"),
    });
  return (
    <Part title={t.data}>
      <Text>{t.dataHelp}</Text>
      <Refusal error={data.error} />
      <Button
        variant="default"
        onClick={save}
        loading={data.isPending}
        leftSection={<Icon name="download" size={16} />}
      >
        {t.dataSave}
      </Button>
    </Part>
  );
}
