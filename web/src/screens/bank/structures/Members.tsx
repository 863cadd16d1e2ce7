/** Who belongs to a structure, and who did; the bank can detach even its last administrator. */
import { Anchor, Text } from "@mantine/core";
import { useMemo } from "react";
import { Link } from "react-router";
import { useTexts } from "../../../i18n/texts";
import { useWho } from "../../../session/useSession";
import { Part } from "../../../ui/Part";
import { Loaded } from "../../../ui/states";
import { type Column, DataTable } from "../../../ui/table/DataTable";
import { WithReason } from "../../../ui/WithReason";
import { texts as structureTexts } from "../../structures/texts";
import { toPerson } from "../people/People";
import { texts } from "./texts";
import { type Member, useMembers, useRemove } from "./useRegister";

export function Members({ structureId, mayRemove }: { structureId: string; mayRemove: boolean }) {
  const t = useTexts(texts).members;
  const columns = useColumns(mayRemove);
  return (
    <Part title={t.title}>
      <Loaded query={useMembers(structureId)} lines={3}>
        {(members) =>
          members.length > 0 ? (
            <DataTable
              name="personnes-rattachees"
              caption={t.title}
              rows={members}
              columns={columns}
              rowId={(member) => member.person_id}
              plain
            />
          ) : (
            <Text c="dimmed">{t.none}</Text>
          )
        }
      </Loaded>
    </Part>
  );
}

function useColumns(mayRemove: boolean): readonly Column<Member>[] {
  const t = useTexts(texts).members;
  const { functions } = useTexts(structureTexts);
  const { who } = useWho();
  const mayOpen = who.may("identity.agent");
  return useMemo(() => {
    const functionNames: Record<string, string> = functions;
    const name: Column<Member> = {
      id: "name",
      header: t.name,
      value: (member) => member.name,
      ...(mayOpen && { show: (member) => <PersonLink member={member} /> }),
    };
    const removal: Column<Member> = {
      id: "remove",
      header: t.remove,
      value: () => null,
      show: (member) => (member.attached ? <Remove member={member} /> : null),
    };
    return [
      name,
      {
        id: "function",
        header: t.function,
        value: (member) => member.function,
        words: (code) => functionNames[code] ?? code,
      },
      { id: "email", header: t.email, value: (member) => member.email },
      { id: "phone", header: t.phone, value: (member) => member.phone },
      { id: "since", header: t.since, kind: "day", value: (member) => member.joined_at.slice(0, 10) },
      { id: "until", header: t.until, kind: "day", value: (member) => member.left_at?.slice(0, 10) ?? null },
      ...(mayRemove ? [removal] : []),
    ];
  }, [t, functions, mayOpen, mayRemove]);
}

function PersonLink({ member }: { member: Member }) {
  return (
    <Anchor component={Link} to={toPerson(member.person_id)} inherit>
      {member.name}
    </Anchor>
  );
}

function Remove({ member }: { member: Member }) {
  const t = useTexts(texts).members;
  return (
    <WithReason
      act={useRemove(member)}
      label={t.remove}
      about={member.name}
      title={t.removeTitle(member.name)}
      confirm={t.remove}
      done={t.removed}
      button={{ size: "compact-sm" }}
    >
      <Text>{t.removeFollows}</Text>
    </WithReason>
  );
}
