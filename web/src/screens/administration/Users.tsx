/** The users of a structure: those who wait for an answer, then all of them. */
import { Anchor, Stack, Title } from "@mantine/core";
import { useMemo } from "react";
import { Link } from "react-router";
import { useTexts } from "../../i18n/texts";
import { type MyStructure, usePerson } from "../../session/useSession";
import { Page } from "../../ui/Page";
import { Loaded } from "../../ui/states";
import { type Column, DataTable } from "../../ui/table/DataTable";
import { namesOf, services } from "../rights/services";
import { StructureChoice, useChosenStructure } from "../structures/StructureChoice";
import { texts as structureTexts } from "../structures/texts";
import type { FunctionName } from "../structures/useStructures";
import { Requests } from "./Requests";
import { Succession } from "./Succession";
import { texts } from "./texts";
import { sheetOf, stateOf } from "./user";
import { type User, useAdministered, useUsers } from "./useUsers";

/** So few are seen at a glance. */
const FEW = 10;

export default function Users() {
  const t = useTexts(texts);
  const administered = useAdministered();
  const chosen = useChosenStructure(administered);
  return (
    <Page title={t.title} lead={t.lead}>
      {chosen && (
        <>
          <StructureChoice among={administered} chosen={chosen} />
          <OfStructure key={chosen.structure_id} structure={chosen} />
        </>
      )}
    </Page>
  );
}

function OfStructure({ structure }: { structure: MyStructure }) {
  const users = useUsers(structure.structure_id);
  return (
    <Stack gap="lg">
      <Title order={2}>{structure.name}</Title>
      <Loaded query={users} lines={6}>
        {(all) => (
          <>
            <Requests users={all} structure={structure} />
            <List users={all} structureId={structure.structure_id} />
            <Succession users={all} structureId={structure.structure_id} />
          </>
        )}
      </Loaded>
    </Stack>
  );
}

function List({ users, structureId }: { users: User[]; structureId: string }) {
  const t = useTexts(texts);
  const columns = useColumns(structureId);
  return (
    <Stack gap="xs">
      <Title order={3} size="h4">
        {t.list}
      </Title>
      <DataTable
        name="users"
        caption={t.list}
        rows={users}
        columns={columns}
        rowId={(user) => user.person_id}
        plain={users.length <= FEW}
      />
    </Stack>
  );
}

function useColumns(structureId: string): Column<User>[] {
  const t = useTexts(texts);
  const words = useTexts(services);
  const { functions } = useTexts(structureTexts);
  const me = usePerson().data?.person_id;
  return useMemo(
    () => [
      {
        id: "name",
        header: t.name,
        value: (user) => user.name,
        show: (user) => (
          <Anchor component={Link} to={sheetOf(structureId, user)} underline="always" inherit>
            {user.person_id === me ? t.you(user.name) : user.name}
          </Anchor>
        ),
      },
      {
        id: "state",
        header: t.state,
        value: stateOf,
        words: (state) => t.states[state as keyof typeof t.states],
        choice: true,
      },
      {
        id: "services",
        header: t.services,
        value: (user) => namesOf(user.rights, words).join(", "),
        long: true,
      },
      {
        id: "function",
        header: t.function,
        value: (user) => user.function,
        words: (name) => functions[name as FunctionName] ?? name,
        choice: true,
      },
      { id: "email", header: t.email, value: (user) => user.email },
    ],
    [t, words, functions, me, structureId],
  );
}
