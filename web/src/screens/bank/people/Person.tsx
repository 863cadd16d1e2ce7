/** One client's account: who it is, why they may not get in, where they belong, what was sent, what happened last. */
import { Anchor, Stack } from "@mantine/core";
import { Link, useParams } from "react-router";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { useWho } from "../../../session/useSession";
import { Facts } from "../../../ui/Facts";
import { Page } from "../../../ui/Page";
import { Part } from "../../../ui/Part";
import { Loaded } from "../../../ui/states";
import { texts as account } from "../../account/texts";
import { ActsTable } from "../audit/ActsTable";
import { Access } from "./Access";
import { Mails } from "./Mails";
import { nameOf } from "./People";
import { Places } from "./Places";
import { Suspended } from "./Suspended";
import { texts } from "./texts";
import { type Account, type AccountSheet, useAccount } from "./usePeople";

export default function Person() {
  const t = useTexts(texts);
  const { personId = "" } = useParams();
  const query = useAccount(personId);
  const back = (
    <Anchor component={Link} to="/banque/personnes">
      {t.title}
    </Anchor>
  );
  return (
    <Page title={query.data ? nameOf(query.data.account) : t.account} lead={back}>
      <Loaded query={query} lines={8}>
        {(sheet) => <Sheet key={personId} sheet={sheet} />}
      </Loaded>
    </Page>
  );
}

function Sheet({ sheet }: { sheet: AccountSheet }) {
  const t = useTexts(texts);
  const { who } = useWho();
  const { account: known } = sheet;
  return (
    <Stack gap="lg">
      <Known account={known} />
      <Access sheet={sheet} />
      {who.may("habilitations.agent") && <Places account={known} />}
      {who.may("habilitations.agent") && <Suspended personId={known.person_id} />}
      {who.may("notifications.agent") && <Mails personId={known.person_id} />}
      <Part title={t.acts}>
        <ActsTable name="derniers-actes" caption={t.acts} acts={sheet.acts} />
      </Part>
    </Stack>
  );
}

function Known({ account: known }: { account: Account }) {
  const t = useTexts(texts);
  const { kinds } = useTexts(account);
  const format = useFormat();
  const kind = known.structure_kind as keyof typeof kinds | null;
  return (
    <Facts
      facts={[
        [t.identifier, known.identifier],
        [t.email, known.email],
        [t.phone, known.phone],
        [t.kind, kind && kinds[kind]],
        [t.opened, format.instant(known.opened_at)],
      ]}
    />
  );
}
