/** One person of a structure: who they are, what they ask for, what they may do, and what changed it. */
import { Alert, Anchor, Stack, Title } from "@mantine/core";
import { Link, useParams } from "react-router";
import { useTexts } from "../../i18n/texts";
import { type MyStructure, usePerson } from "../../session/useSession";
import { Facts } from "../../ui/Facts";
import { Icon } from "../../ui/icons";
import { Page } from "../../ui/Page";
import { Loaded, NoRight } from "../../ui/states";
import { toStructure } from "../structures/StructureChoice";
import { texts as structureTexts } from "../structures/texts";
import type { FunctionName } from "../structures/useStructures";
import { Decide } from "./Decide";
import { History } from "./History";
import { Rights } from "./Rights";
import { texts } from "./texts";
import { isWaiting } from "./user";
import { type Sheet, useAdministered, useUser } from "./useUsers";

export default function UserSheet() {
  const t = useTexts(texts).sheet;
  const { structureId = "", personId = "" } = useParams();
  const structure = useAdministered().find((each) => each.structure_id === structureId);
  const user = useUser(structureId, personId);
  return (
    <Page title={user.data?.name ?? t.title} lead={structure?.name}>
      <Anchor
        component={Link}
        to={toStructure("/administration/utilisateurs", structureId)}
        underline="always"
      >
        {t.back}
      </Anchor>
      {structure ? (
        <Loaded query={user} lines={8}>
          {(sheet) => <Content key={sheet.person_id} sheet={sheet} structure={structure} />}
        </Loaded>
      ) : (
        <NoRight />
      )}
    </Page>
  );
}

function Content({ sheet, structure }: { sheet: Sheet; structure: MyStructure }) {
  const t = useTexts(texts);
  const { functions, functionMissing } = useTexts(structureTexts);
  const isOwn = usePerson().data?.person_id === sheet.person_id;
  return (
    <Stack gap="lg">
      <Facts
        facts={[
          [t.function, sheet.function ? functions[sheet.function as FunctionName] : functionMissing],
          [t.email, sheet.email],
        ]}
      />
      {isOwn && (
        <Alert title={t.sheet.own} icon={<Icon name="info" />}>
          {t.sheet.ownHelp}
        </Alert>
      )}
      {sheet.suspended && (
        <Alert color="red" icon={<Icon name="warning" />}>
          {t.sheet.suspended}
        </Alert>
      )}
      {sheet.request && !isOwn && (
        <Decide
          key={sheet.request.changed_at}
          sheet={sheet}
          request={sheet.request}
          structure={structure}
          isMine={isWaiting(sheet)}
        />
      )}
      {(sheet.rights.length > 0 || !isWaiting(sheet)) && (
        <Rights key={sheet.rights.join()} sheet={sheet} structure={structure} isOwn={isOwn} />
      )}
      <Title order={2}>{t.sheet.history}</Title>
      <History sheet={sheet} structureId={structure.structure_id} />
    </Stack>
  );
}
