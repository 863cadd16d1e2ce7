import { Anchor, Text } from "@mantine/core";
import { Link } from "react-router";
import { Refused } from "../../api/problem";
import { useTexts } from "../../i18n/texts";
import { Confirm } from "../../ui/Confirm";
import { focusHeading } from "../../ui/InPlace";
import { tell } from "../../ui/tell";
import { toStructure } from "./StructureChoice";
import { texts } from "./texts";
import { type Membership, useLeave } from "./useStructures";

/** Leaving: rights end with it, and the last administrator names another one first. */
export function Leave({ membership: { structure, structure_id } }: { membership: Membership }) {
  const t = useTexts(texts).leave;
  const leave = useLeave(structure_id);
  const done = () => {
    tell(t.done(structure.name));
    focusHeading();
  };
  return (
    <Confirm
      label={t.open}
      about={structure.name}
      title={t.title(structure.name)}
      confirm={t.confirm}
      act={() => leave.mutate(undefined, { onSuccess: done })}
      isPending={leave.isPending}
      error={leave.error}
      reset={leave.reset}
      help={isLastAdministrator(leave.error) && <Successor structureId={structure_id} />}
    >
      <Text>{t.follows}</Text>
      <Text>{t.again}</Text>
    </Confirm>
  );
}

function Successor({ structureId }: { structureId: string }) {
  const t = useTexts(texts).leave;
  return (
    <Anchor component={Link} to={toStructure("/administration/utilisateurs", structureId)} underline="always">
      {t.successor}
    </Anchor>
  );
}

function isLastAdministrator(error: Error | null): boolean {
  return error instanceof Refused && error.kind === "last-administrator-leaves";
}
