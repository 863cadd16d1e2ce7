/** The structures that somebody belongs to, or did. */
import { Anchor, Text } from "@mantine/core";
import { useMemo } from "react";
import { Link } from "react-router";
import { useTexts } from "../../../i18n/texts";
import { Part } from "../../../ui/Part";
import { Loaded } from "../../../ui/states";
import { type Column, DataTable } from "../../../ui/table/DataTable";
import { texts as structureTexts } from "../../structures/texts";
import { texts } from "./texts";
import { type Account, type Place, usePlaces } from "./usePeople";

export function Places({ account }: { account: Account }) {
  const t = useTexts(texts).places;
  const columns = useColumns();
  return (
    <Part title={t.title}>
      <Loaded query={usePlaces(account)} lines={3}>
        {(places) =>
          places.length > 0 ? (
            <DataTable
              name="structures-de-la-personne"
              caption={t.title}
              rows={places}
              columns={columns}
              rowId={(place) => place.structure_id}
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

function useColumns(): readonly Column<Place>[] {
  const t = useTexts(texts).places;
  const { functions } = useTexts(structureTexts);
  return useMemo(() => {
    const functionNames: Record<string, string> = functions;
    return [
      {
        id: "structure",
        header: t.structure,
        value: (place) => place.structure_name,
        show: (place) => (
          <Anchor component={Link} to={`/banque/structures/${place.structure_id}`} inherit>
            {place.structure_name}
          </Anchor>
        ),
      },
      {
        id: "function",
        header: t.function,
        value: (place) => place.function,
        words: (name) => functionNames[name] ?? name,
      },
      { id: "email", header: t.email, value: (place) => place.email },
      { id: "state", header: t.state, value: (place) => (place.attached ? t.attached : t.left) },
    ];
  }, [t, functions]);
}
