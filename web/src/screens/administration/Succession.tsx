/** For the only administrator of a structure: naming another one, so that somebody answers and they can leave. */
import { Alert, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTexts } from "../../i18n/texts";
import { usePerson } from "../../session/useSession";
import { Confirm } from "../../ui/Confirm";
import { focusHeading } from "../../ui/InPlace";
import { Icon } from "../../ui/icons";
import { tell } from "../../ui/tell";
import { texts } from "./texts";
import { type Right, type User, useSetRights } from "./useUsers";

export function Succession({ users, structureId }: { users: User[]; structureId: string }) {
  const t = useTexts(texts).succession;
  const me = usePerson().data?.person_id;
  const others = users.filter((user) => user.person_id !== me && !user.suspended);
  if (others.some((user) => user.rights.includes("administrator"))) return null;
  return (
    <Alert variant="light" title={t.title} icon={<Icon name="people" />}>
      <Stack gap="sm">
        <Text size="sm">{others.length > 0 ? t.alone : t.nobody}</Text>
        {others.length > 0 && <Name others={others} structureId={structureId} />}
        {others.length > 0 && <Text size="sm">{t.leave}</Text>}
      </Stack>
    </Alert>
  );
}

function Name({ others, structureId }: { others: User[]; structureId: string }) {
  const t = useTexts(texts).succession;
  const set = useSetRights(structureId);
  const [personId, setPersonId] = useState("");
  const chosen = others.find((user) => user.person_id === personId);
  const name = (user: User) =>
    set.mutate(
      { personId: user.person_id, rights: ["administrator", ...(user.rights as Right[])] },
      {
        onSuccess: () => {
          tell(t.done(user.name));
          focusHeading();
        },
      },
    );
  return (
    <Group align="flex-end">
      <NativeSelect
        label={t.who}
        value={personId}
        onChange={(event) => setPersonId(event.currentTarget.value)}
        data={[
          { value: "", label: t.choose },
          ...others.map((user) => ({ value: user.person_id, label: user.name })),
        ]}
      />
      {chosen && (
        <Confirm
          label={t.name}
          title={t.nameTitle(chosen.name)}
          confirm={t.name}
          act={() => name(chosen)}
          isPending={set.isPending}
          error={set.error}
          reset={set.reset}
          danger={false}
        >
          <Text>{t.follows}</Text>
        </Confirm>
      )}
    </Group>
  );
}
