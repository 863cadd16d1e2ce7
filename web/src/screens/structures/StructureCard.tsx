/** One of the structures that somebody belongs to: what it is, what they do there, and leaving it. */
import { Badge, Button, Divider, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useId } from "react";
import { Link } from "react-router";
import { useTexts } from "../../i18n/texts";
import { Facts } from "../../ui/Facts";
import { Refusal } from "../../ui/states";
import { tell } from "../../ui/tell";
import { Leave } from "./Leave";
import { groupedSiret, typedClientNumber } from "./numbers";
import { Role } from "./Role";
import { toStructure } from "./StructureChoice";
import { texts } from "./texts";
import { type Membership, type Sector, useShowByDefault } from "./useStructures";

export function StructureCard({ membership }: { membership: Membership }) {
  const t = useTexts(texts);
  const { structure, structure_id } = membership;
  const id = useId();
  return (
    <Paper component="section" withBorder p={{ base: "md", sm: "lg" }} aria-labelledby={id}>
      <Stack>
        <Group justify="space-between">
          <Title order={2} id={id}>
            {structure.name}
          </Title>
          {membership.is_default === true && <Badge variant="light">{t.byDefault}</Badge>}
        </Group>
        <What membership={membership} />
        <Divider />
        <Title order={3} size="h4">
          {t.role}
        </Title>
        <Role membership={membership} />
        <Divider />
        <Group justify="space-between">
          <Group>
            <Button
              component={Link}
              to={toStructure("/mes-services", structure_id)}
              aria-label={`${t.services} – ${structure.name}`}
            >
              {t.services}
            </Button>
            {membership.is_default !== true && <MakeDefault membership={membership} />}
          </Group>
          <Leave membership={membership} />
        </Group>
      </Stack>
    </Paper>
  );
}

function What({ membership: { structure } }: { membership: Membership }) {
  const t = useTexts(texts);
  const { building, street, place, postcode, town } = structure.address;
  const lines = street ? [building, street, place, `${postcode} ${town}`] : [];
  return (
    <Facts
      facts={[
        [t.siret, groupedSiret(structure.siret)],
        [t.client, <ClientNumber key="client" printed={structure.client_number} />],
        [t.sector, t.sectors[structure.sector as Sector] ?? structure.sector],
        [t.address, lines.filter(Boolean).join(", ") || t.masked],
      ]}
    />
  );
}

export function ClientNumber({ printed }: { printed: string | null }) {
  const t = useTexts(texts);
  if (!printed) return t.noClient;
  return (
    <>
      {typedClientNumber(printed)}{" "}
      <Text span size="sm" c="dimmed">
        ({t.clientHelp(printed)})
      </Text>
    </>
  );
}

function MakeDefault({ membership: { structure, structure_id } }: { membership: Membership }) {
  const t = useTexts(texts);
  const show = useShowByDefault(structure_id);
  const done = () => tell(t.isDefaultNow(structure.name));
  return (
    <>
      <Button
        variant="default"
        loading={show.isPending}
        onClick={() => show.mutate(undefined, { onSuccess: done })}
        aria-label={`${t.makeDefault} – ${structure.name}`}
      >
        {t.makeDefault}
      </Button>
      <Refusal error={show.error} />
    </>
  );
}
