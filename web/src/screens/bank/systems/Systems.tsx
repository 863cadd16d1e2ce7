/** The bank's other systems that ask for tokens, and what each may do. */
import { Anchor } from "@mantine/core";
import { useMemo } from "react";
import { Link } from "react-router";
import { useTexts } from "../../../i18n/texts";
import { Page } from "../../../ui/Page";
import { Empty, Loaded } from "../../../ui/states";
import { type Column, DataTable } from "../../../ui/table/DataTable";
import { namesOfRights, rights } from "../grants/rights";
import { useHolders } from "../grants/useGrants";
import { Register } from "./Register";
import { texts } from "./texts";
import { type BankSystem, useSystems } from "./useSystems";

export default function Systems() {
  const t = useTexts(texts);
  const systems = useSystems();
  const holders = useHolders("system");
  return (
    <Page title={t.title} lead={t.lead} actions={<Register />}>
      <Loaded query={systems} lines={6}>
        {(all) =>
          all.length === 0 ? (
            <Empty icon="fork">{t.none}</Empty>
          ) : (
            <Loaded query={holders} lines={6}>
              {(held) => <List systems={all} held={held} />}
            </Loaded>
          )
        }
      </Loaded>
    </Page>
  );
}

type ListProps = { systems: readonly BankSystem[]; held: ReadonlyMap<string, string[]> };

function List({ systems, held }: ListProps) {
  const t = useTexts(texts);
  return (
    <DataTable
      name="systemes"
      caption={t.list}
      rows={systems}
      columns={useColumns(held)}
      rowId={(system) => system.system_id}
      plain
    />
  );
}

function useColumns(held: ListProps["held"]): readonly Column<BankSystem>[] {
  const t = useTexts(texts);
  const words = useTexts(rights);
  return useMemo(
    () => [
      {
        id: "name",
        header: t.name,
        value: (system) => system.name,
        show: (system) => (
          <Anchor component={Link} to={`/banque/systemes/${system.system_id}`} inherit>
            {system.name}
          </Anchor>
        ),
      },
      { id: "client", header: t.clientId, value: (system) => system.client_id },
      { id: "state", header: t.state, value: (system) => (system.closed_at ? t.shut : t.open) },
      {
        id: "rights",
        header: t.rights,
        value: (system) => namesOfRights(words, held.get(system.system_id) ?? []),
        long: true,
      },
      {
        id: "registered",
        header: t.registered,
        kind: "day",
        value: (system) => system.registered_at.slice(0, 10),
      },
    ],
    [t, words, held],
  );
}
