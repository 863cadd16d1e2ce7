/** The structures that the bank deals with, found by name or number. */
import { Anchor } from "@mantine/core";
import { useMemo, useState } from "react";
import { Link } from "react-router";
import { useTexts } from "../../../i18n/texts";
import { useWho } from "../../../session/useSession";
import { Page } from "../../../ui/Page";
import { SearchForm } from "../../../ui/SearchForm";
import type { Column } from "../../../ui/table/DataTable";
import { PagedTable } from "../../../ui/table/PagedTable";
import { groupedSiret, typedClientNumber } from "../../structures/numbers";
import { texts as structureTexts } from "../../structures/texts";
import { texts } from "./texts";
import { type Structure, useStructures } from "./useRegister";

export default function Structures() {
  const t = useTexts(texts);
  const mayImport = useWho().who.may("structures.agent");
  const [typed, setTyped] = useState("");
  const toImport = (
    <Anchor component={Link} to="/banque/structures/import">
      {t.imported.title}
    </Anchor>
  );
  return (
    <Page title={t.title} lead={t.lead} actions={mayImport && toImport}>
      <SearchForm t={t.search} choices={{}} look={({ text }: { text?: string }) => setTyped(text ?? "")} />
      <Found typed={typed} />
    </Page>
  );
}

function Found({ typed }: { typed: string }) {
  const t = useTexts(texts);
  return (
    <PagedTable
      name="structures"
      caption={t.list}
      query={useStructures(typed)}
      columns={useColumns()}
      rowId={(structure) => structure.structure_id}
      plain
      none={t.none}
      icon="building"
      more={t.more}
    />
  );
}

function useColumns(): readonly Column<Structure>[] {
  const t = useTexts(texts);
  const { sectors } = useTexts(structureTexts);
  return useMemo(
    () => [
      {
        id: "name",
        header: t.name,
        value: (found) => found.name,
        show: (found) => (
          <Anchor component={Link} to={`/banque/structures/${found.structure_id}`} inherit>
            {found.name}
          </Anchor>
        ),
      },
      { id: "town", header: t.town, value: (found) => `${found.address.postcode} ${found.address.town}` },
      { id: "siret", header: t.siret, value: (found) => groupedSiret(found.siret) },
      {
        id: "client",
        header: t.client,
        value: (found) => found.client_number && typedClientNumber(found.client_number),
      },
      {
        id: "sector",
        header: t.sector,
        value: (found) => found.sector,
        words: (sector) => sectors[sector as Structure["sector"]],
      },
    ],
    [t, sectors],
  );
}
