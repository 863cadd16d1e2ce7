/** One structure: what it is, where it is written to, who belongs there, who becomes administrator, what changed it. */
import { Anchor, Stack } from "@mantine/core";
import { Link, useParams } from "react-router";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { useWho } from "../../../session/useSession";
import { Facts } from "../../../ui/Facts";
import { Page } from "../../../ui/Page";
import { Loaded } from "../../../ui/states";
import { groupedSiret } from "../../structures/numbers";
import { ClientNumber } from "../../structures/StructureCard";
import { texts as structureTexts } from "../../structures/texts";
import { Appointments } from "./Appointments";
import { Changes } from "./Changes";
import { ContactPart } from "./Contact";
import { Members } from "./Members";
import { PostalAddress } from "./PostalAddress";
import { readsStructures } from "./readers";
import { texts } from "./texts";
import { type Structure, useAppointments, useStructure } from "./useRegister";

export default function StructurePage() {
  const { structureId = "" } = useParams();
  const { who } = useWho();
  return readsStructures(who) ? <All structureId={structureId} /> : <PeopleAlone structureId={structureId} />;
}

function All({ structureId }: { structureId: string }) {
  const t = useTexts(texts);
  const query = useStructure(structureId);
  return (
    <Page title={query.data?.name ?? t.one} lead={<Back to="/banque/structures">{t.title}</Back>}>
      <Loaded query={query} lines={8}>
        {(structure) => <Sheet key={structureId} structure={structure} />}
      </Loaded>
    </Page>
  );
}

/** For whoever looks after rights and nothing else: who belongs there and who is appointed, not the structure's file. */
function PeopleAlone({ structureId }: { structureId: string }) {
  const t = useTexts(texts);
  const name = useAppointments(structureId).data?.[0]?.structure_name;
  return (
    <Page title={name ?? t.one} lead={<Back to="/banque/nominations">{t.appointments.title}</Back>}>
      <Stack gap="lg">
        <Members structureId={structureId} mayRemove={false} />
        <Appointments structureId={structureId} />
      </Stack>
    </Page>
  );
}

function Back({ to, children }: { to: string; children: string }) {
  return (
    <Anchor component={Link} to={to}>
      {children}
    </Anchor>
  );
}

function Sheet({ structure }: { structure: Structure }) {
  const t = useTexts(texts);
  const { who } = useWho();
  const isOfStructures = who.may("structures.agent");
  const isOfRights = who.may("habilitations.agent");
  return (
    <Stack gap="lg">
      <Known structure={structure} />
      {who.may("notifications.agent") && (
        <Anchor
          component={Link}
          to={`/banque/courriers?texte=${encodeURIComponent(structure.name)}`}
          style={{ alignSelf: "flex-start" }}
        >
          {t.messages}
        </Anchor>
      )}
      <PostalAddress structure={structure} mayChange={isOfStructures} />
      <ContactPart structure={structure} mayChange={isOfStructures} />
      {(isOfStructures || isOfRights) && (
        <Members structureId={structure.structure_id} mayRemove={isOfStructures} />
      )}
      {isOfRights && <Appointments structureId={structure.structure_id} />}
      {isOfStructures && <Changes structureId={structure.structure_id} />}
    </Stack>
  );
}

function Known({ structure }: { structure: Structure }) {
  const t = useTexts(texts);
  const { sectors } = useTexts(structureTexts);
  const format = useFormat();
  const { version, recorded_at: since } = structure;
  return (
    <Facts
      facts={[
        [t.siret, groupedSiret(structure.siret)],
        [t.client, <ClientNumber key="client" printed={structure.client_number} />],
        [t.sector, sectors[structure.sector]],
        [t.category, structure.legal_category],
        [t.naf, structure.naf],
        [t.known, since && t.versionOf(format.number(version), format.instant(since))],
      ]}
    />
  );
}
