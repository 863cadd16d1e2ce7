/** One structure: what is under way there, and its services. */
import { Alert, Button, Group, Stack, Text, Title } from "@mantine/core";
import { Link } from "react-router";
import { useTexts } from "../../i18n/texts";
import { Icon } from "../../ui/icons";
import { ChangeField } from "../structures/Role";
import { toStructure } from "../structures/StructureChoice";
import type { Membership } from "../structures/useStructures";
import { Accept } from "./Accept";
import { Decided } from "./Decided";
import { LetterAndCode } from "./LetterAndCode";
import { Services } from "./Services";
import { texts } from "./texts";
import type { MyStructure } from "./useRights";
import { Wait } from "./Wait";

type InStructureProps = { name: string; membership: Membership; mine: MyStructure };

export function InStructure({ name, membership, mine }: InStructureProps) {
  const t = useTexts(texts);
  if (mine.suspended) {
    return (
      <Alert color="red" title={t.suspended} icon={<Icon name="warning" />} role="alert">
        {t.suspendedHelp}
      </Alert>
    );
  }
  return (
    <Stack gap="lg">
      <Title order={2}>{name}</Title>
      {mine.rights.includes("administrator") && <Administers structureId={mine.structure_id} />}
      {mine.request ? <UnderWay name={name} mine={mine} /> : <Decided structureId={mine.structure_id} />}
      {membership.function ? <Services mine={mine} /> : <FunctionFirst membership={membership} />}
    </Stack>
  );
}

function UnderWay({ name, mine }: { name: string; mine: MyStructure }) {
  const { request, appointment, next_step } = mine;
  if (!request) return null;
  if (next_step === "accept") {
    return <Accept name={name} request={request} isAdministrator={mine.rights.includes("administrator")} />;
  }
  if (next_step === "type_code" && appointment) {
    return <LetterAndCode request={request} appointment={appointment} />;
  }
  return <Wait request={request} />;
}

function Administers({ structureId }: { structureId: string }) {
  const t = useTexts(texts);
  return (
    <Alert variant="light" color="teal" title={t.administrator} icon={<Icon name="shield" />}>
      <Group justify="space-between">
        <Text size="sm">{t.administratorHelp}</Text>
        <Button
          component={Link}
          to={toStructure("/administration/utilisateurs", structureId)}
          size="xs"
          variant="default"
        >
          {t.administration}
        </Button>
      </Group>
    </Alert>
  );
}

function FunctionFirst({ membership }: { membership: Membership }) {
  const t = useTexts(texts);
  return (
    <Alert color="yellow" title={t.functionFirst} icon={<Icon name="person" />}>
      <ChangeField membership={membership} field="function" />
    </Alert>
  );
}
