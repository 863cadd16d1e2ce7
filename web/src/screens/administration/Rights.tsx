/** All that a person may do in the structure from now on. */
import { Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTexts } from "../../i18n/texts";
import type { MyStructure } from "../../session/useSession";
import { Confirm } from "../../ui/Confirm";
import { Refusal } from "../../ui/states";
import { namesOf, services } from "../rights/services";
import { fieldOf, Reason, told } from "./Decide";
import { RightsChoice, unchanged } from "./RightsChoice";
import { texts } from "./texts";
import { type Right, type Sheet, useSetRights } from "./useUsers";

type RightsProps = { sheet: Sheet; structure: MyStructure };

export function Rights({ isOwn, ...props }: RightsProps & { isOwn: boolean }) {
  const t = useTexts(texts).sheet;
  return (
    <Paper component="section" withBorder p={{ base: "md", sm: "lg" }} aria-label={t.rights}>
      <Stack>
        <Title order={2}>{t.rights}</Title>
        {isOwn ? <Held {...props} /> : <Change {...props} />}
      </Stack>
    </Paper>
  );
}

function Held({ sheet, structure }: RightsProps) {
  const t = useTexts(texts).sheet;
  return (
    <RightsChoice
      label={t.toHold}
      help=""
      value={sheet.rights}
      onChange={unchanged}
      held={sheet.rights}
      own={structure.rights}
      readOnly
    />
  );
}

function Change({ sheet, structure }: RightsProps) {
  const t = useTexts(texts).sheet;
  const set = useSetRights(structure.structure_id);
  const [rights, setRights] = useState(sheet.rights as Right[]);
  const [reason, setReason] = useState("");
  const put = (wanted: Right[]) =>
    set.mutate(
      { personId: sheet.person_id, rights: wanted, reason: reason.trim() || null },
      { onSuccess: () => told(t.saved) },
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    put(rights);
  };
  const atReason = fieldOf(set.error, "reason");
  const isChanged =
    rights.length !== sheet.rights.length || rights.some((each) => !sheet.rights.includes(each));
  return (
    <form onSubmit={submit}>
      <Stack>
        <RightsChoice
          label={t.toHold}
          help={t.rightsHelp}
          value={rights}
          onChange={setRights}
          held={sheet.rights}
          own={structure.rights}
        />
        <Difference before={sheet.rights} after={rights} />
        <Reason value={reason} setValue={setReason} error={atReason} />
        {!atReason && <Refusal error={set.error} />}
        <Group>
          <Button type="submit" loading={set.isPending} disabled={!isChanged}>
            {t.save}
          </Button>
          {sheet.rights.length > 0 && (
            <Confirm
              label={t.revoke}
              title={t.revokeTitle(sheet.name)}
              confirm={t.revokeConfirm}
              act={() => put([])}
              isPending={set.isPending}
              error={set.error}
              reset={set.reset}
            >
              <Text>{t.revokeFollows}</Text>
            </Confirm>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          {t.member}
        </Text>
      </Stack>
    </form>
  );
}

/** What will be other than it is. */
function Difference({ before, after }: { before: readonly string[]; after: readonly string[] }) {
  const t = useTexts(texts).sheet;
  const words = useTexts(services);
  const given = after.filter((each) => !before.includes(each));
  const ended = before.filter((each) => !after.includes(each));
  return (
    <div role="status">
      {given.length > 0 && <Text size="sm">{t.given(namesOf(given, words).join(", "))}</Text>}
      {ended.length > 0 && <Text size="sm">{t.ended(namesOf(ended, words).join(", "))}</Text>}
      {given.length + ended.length === 0 && (
        <Text size="sm" c="dimmed">
          {t.noChange}
        </Text>
      )}
    </div>
  );
}
