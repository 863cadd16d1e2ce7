/** A structure to check before joining it, and what its person says of themselves there. */
import { Alert, Button, Paper, Stack, TextInput, Title } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { Facts } from "../../ui/Facts";
import { besidesFields, showAtFields } from "../../ui/forms";
import { Icon } from "../../ui/icons";
import { Refusal } from "../../ui/states";
import { FunctionChoice } from "./FunctionChoice";
import { groupedSiret } from "./numbers";
import { ClientNumber } from "./StructureCard";
import { texts } from "./texts";
import { type Establishment, type FunctionName, type Sector, useJoin, useMemberships } from "./useStructures";

export type AboutSelf = { function: string; email: string; phone: string };
export type AboutSelfForm = UseFormReturnType<AboutSelf>;

type SheetProps = { establishment: Establishment; form: AboutSelfForm; other: () => void; done: () => void };

export function Sheet({ establishment, form, other, done }: SheetProps) {
  const t = useTexts(texts).join;
  const mine = useMemberships().data ?? [];
  const isMine = mine.some((each) => each.structure.siret === establishment.siret);
  const obstacle = establishment.is_closed ? t.closedHelp : isMine ? t.already : null;
  return (
    <Paper withBorder p={{ base: "md", sm: "xl" }}>
      <Stack>
        <Title order={2}>{t.check}</Title>
        <What establishment={establishment} />
        {!establishment.address && (
          <Alert color="yellow" icon={<Icon name="info" />}>
            {t.maskedHelp}
          </Alert>
        )}
        {obstacle ? (
          <Alert color="yellow" icon={<Icon name="warning" />} role="alert">
            {obstacle}
          </Alert>
        ) : (
          <You siret={establishment.siret} form={form} done={done} />
        )}
        <Button variant="subtle" onClick={other} leftSection={<Icon name="left" size={16} />}>
          {t.other}
        </Button>
      </Stack>
    </Paper>
  );
}

function What({ establishment: found }: { establishment: Establishment }) {
  const t = useTexts(texts);
  const format = useFormat();
  const kind = found.is_head_office ? t.join.headOffice : t.join.secondary;
  return (
    <>
      <Title order={3} size="h4">
        {found.name}
      </Title>
      <Facts
        facts={[
          ...(found.sign ? [[t.join.sign, found.sign] as const] : []),
          [t.address, found.address || t.masked],
          [t.siret, groupedSiret(found.siret)],
          [t.client, <ClientNumber key="client" printed={found.client_number} />],
          [t.join.activity, found.naf],
          [t.join.category, found.legal_category],
          [t.sector, t.sectors[found.sector as Sector] ?? found.sector],
          [t.join.created, found.created_on && format.day(found.created_on)],
          [t.join.kind, found.is_closed ? t.join.closed : kind],
        ]}
      />
    </>
  );
}

function You({ siret, form, done }: { siret: string; form: AboutSelfForm; done: () => void }) {
  const t = useTexts(texts);
  const join = useJoin();
  const submit = form.onSubmit((values) =>
    join.mutate(joining(siret, values), { onSuccess: done, onError: showAtFields(form) }),
  );
  return (
    <form onSubmit={submit}>
      <Stack>
        <Title order={3} size="h4">
          {t.join.you}
        </Title>
        <FunctionChoice {...form.getInputProps("function")} />
        <TextInput
          label={t.fields.email}
          type="email"
          autoComplete="email"
          maxLength={254}
          required
          {...form.getInputProps("email")}
        />
        <TextInput
          label={t.fields.phoneOptional}
          description={t.fields.phoneHelp}
          type="tel"
          autoComplete="tel"
          maxLength={20}
          {...form.getInputProps("phone")}
        />
        <Refusal error={besidesFields(join.error, form.values)} />
        <Button type="submit" loading={join.isPending}>
          {t.join.submit}
        </Button>
      </Stack>
    </form>
  );
}

function joining(siret: string, typed: AboutSelf) {
  return {
    siret,
    function: typed.function as FunctionName,
    email: typed.email.trim(),
    phone: typed.phone.trim() || null,
  };
}
