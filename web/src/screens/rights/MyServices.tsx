/** What somebody may do in each of their structures, what they ask for, and how far that is. */
import { Button, Text } from "@mantine/core";
import { Link } from "react-router";
import { useTexts } from "../../i18n/texts";
import { Icon } from "../../ui/icons";
import { Page } from "../../ui/Page";
import { Empty, Failure, Loaded, Waiting } from "../../ui/states";
import { StructureChoice, useChosenStructure } from "../structures/StructureChoice";
import { type Membership, useMemberships } from "../structures/useStructures";
import { InStructure } from "./InStructure";
import { texts } from "./texts";
import { useRightsIn } from "./useRights";

export default function MyServices() {
  const t = useTexts(texts);
  const memberships = useMemberships();
  return (
    <Page title={t.title} lead={t.lead}>
      <Loaded query={memberships} lines={6}>
        {(mine) => <Chosen memberships={mine} />}
      </Loaded>
    </Page>
  );
}

function Chosen({ memberships }: { memberships: readonly Membership[] }) {
  const named = memberships.map((each) => ({ ...each, name: each.structure.name }));
  const chosen = useChosenStructure(named);
  if (!chosen) return <NoStructure />;
  return (
    <>
      <StructureChoice among={named} chosen={chosen} />
      <Rights key={chosen.structure_id} membership={chosen} structureName={chosen.name} />
    </>
  );
}

function Rights({ membership, structureName }: { membership: Membership; structureName: string }) {
  const t = useTexts(texts);
  const { rights, mine } = useRightsIn(membership.structure_id);
  if (mine) return <InStructure name={structureName} membership={membership} mine={mine} />;
  if (rights.error) return <Failure error={rights.error} retry={() => void rights.refetch()} />;
  return (
    <>
      {rights.data && <Text c="dimmed">{t.preparing}</Text>}
      <Waiting lines={6} />
    </>
  );
}

function NoStructure() {
  const t = useTexts(texts);
  return (
    <Empty icon="building">
      {t.noStructure}
      <Button component={Link} to="/mes-structures/ajouter" leftSection={<Icon name="search" size={18} />}>
        {t.findStructure}
      </Button>
    </Empty>
  );
}
