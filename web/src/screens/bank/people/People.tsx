/** The accounts of clients, found by what people say of themselves on the telephone. */
import { Anchor } from "@mantine/core";
import { useMemo, useState } from "react";
import { Link } from "react-router";
import { useTexts } from "../../../i18n/texts";
import { Page } from "../../../ui/Page";
import { SearchForm } from "../../../ui/SearchForm";
import type { Column } from "../../../ui/table/DataTable";
import { PagedTable } from "../../../ui/table/PagedTable";
import { texts as account } from "../../account/texts";
import { texts } from "./texts";
import { type Account, useAccounts } from "./usePeople";

export const toPerson = (personId: string): string => `/banque/personnes/${personId}`;
export const nameOf = (person: Pick<Account, "first_name" | "last_name">): string =>
  `${person.first_name} ${person.last_name}`;

export default function People() {
  const t = useTexts(texts);
  const [typed, setTyped] = useState("");
  return (
    <Page title={t.title} lead={t.lead}>
      <SearchForm t={t.search} choices={{}} look={({ text }: { text?: string }) => setTyped(text ?? "")} />
      <Found typed={typed} />
    </Page>
  );
}

function Found({ typed }: { typed: string }) {
  const t = useTexts(texts);
  return (
    <PagedTable
      name="personnes"
      caption={t.list}
      query={useAccounts(typed)}
      columns={useColumns()}
      rowId={(found) => found.person_id}
      plain
      none={t.none}
      icon="people"
      more={t.more}
    />
  );
}

function useColumns(): readonly Column<Account>[] {
  const t = useTexts(texts);
  const { kinds } = useTexts(account);
  return useMemo(() => {
    const kindNames: Record<string, string> = kinds;
    return [
      {
        id: "name",
        header: t.name,
        value: nameOf,
        show: (found) => (
          <Anchor component={Link} to={toPerson(found.person_id)} inherit>
            {nameOf(found)}
          </Anchor>
        ),
      },
      { id: "identifier", header: t.identifier, value: (found) => found.identifier },
      { id: "email", header: t.email, value: (found) => found.email },
      { id: "phone", header: t.phone, value: (found) => found.phone },
      {
        id: "kind",
        header: t.kind,
        value: (found) => found.structure_kind,
        words: (kind) => kindNames[kind] ?? kind,
      },
      { id: "opened", header: t.opened, kind: "day", value: (found) => found.opened_at.slice(0, 10) },
    ];
  }, [t, kinds]);
}
