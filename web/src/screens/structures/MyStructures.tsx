/** The structures that somebody belongs to. */
import { Button } from "@mantine/core";
import { Link } from "react-router";
import { useTexts } from "../../i18n/texts";
import { Icon } from "../../ui/icons";
import { Page } from "../../ui/Page";
import { Empty, Loaded } from "../../ui/states";
import { StructureCard } from "./StructureCard";
import { texts } from "./texts";
import { useMemberships } from "./useStructures";

export default function MyStructures() {
  const t = useTexts(texts);
  const memberships = useMemberships();
  return (
    <Page title={t.title} lead={t.lead} actions={memberships.data?.length ? <Add /> : undefined}>
      <Loaded query={memberships} lines={6}>
        {(mine) =>
          mine.length === 0 ? (
            <Empty icon="building">
              {t.none}
              <Add />
            </Empty>
          ) : (
            mine.map((each) => <StructureCard key={each.structure_id} membership={each} />)
          )
        }
      </Loaded>
    </Page>
  );
}

function Add() {
  const t = useTexts(texts);
  return (
    <Button component={Link} to="/mes-structures/ajouter" leftSection={<Icon name="search" size={18} />}>
      {t.add}
    </Button>
  );
}
