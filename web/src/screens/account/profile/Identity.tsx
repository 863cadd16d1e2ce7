import { Button, Checkbox, Group, Radio, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTexts } from "../../../i18n/texts";
import type { Person } from "../../../session/useSession";
import { Facts } from "../../../ui/Facts";
import { besidesFields, showAtFields } from "../../../ui/forms";
import { Part } from "../../../ui/Part";
import { Refusal } from "../../../ui/states";
import { texts as shared } from "../../../ui/texts";
import { StructureKind } from "../StructureKind";
import { texts as account } from "../texts";
import { Editable } from "./Editable";
import { texts } from "./texts";
import { type Changes, useChangeProfile } from "./useProfile";

export function Identity({ person }: { person: Person }) {
  const t = useTexts(texts);
  const { person: words, kinds } = useTexts(account);
  const facts = (
    <Facts
      facts={[
        [words.title, person.title === "Madame" ? words.madam : words.sir],
        [words.firstName, person.first_name],
        [words.lastName, person.last_name],
        [t.phone, person.phone],
        ...(person.structure_kind
          ? [[t.kind, kinds[person.structure_kind as keyof typeof kinds]] as const]
          : []),
      ]}
    />
  );
  return (
    <Part title={t.identity}>
      {person.kind === "staff" ? (
        facts
      ) : (
        <Editable label={t.changeIdentity} shown={facts}>
          {(close) => <Form person={person} close={close} />}
        </Editable>
      )}
    </Part>
  );
}

function Form({ person, close }: { person: Person; close: () => void }) {
  const t = useTexts(account).person;
  const { save } = useTexts(shared);
  const change = useChangeProfile();
  const form = useForm({
    initialValues: {
      title: person.title,
      first_name: person.first_name,
      last_name: person.last_name,
      phone: person.phone ?? "",
      structure_kind: person.structure_kind ?? "",
      offers_wanted: person.offers_wanted,
    },
  });
  const submit = form.onSubmit((values) =>
    change.mutate({ ...values, phone: values.phone.trim() || null } as Changes, {
      onSuccess: close,
      onError: showAtFields(form),
    }),
  );
  return (
    <form onSubmit={submit}>
      <Stack>
        <Refusal error={besidesFields(change.error, form.values)} />
        <Radio.Group label={t.title} {...form.getInputProps("title")}>
          <Group mt={4}>
            <Radio value="Madame" label={t.madam} />
            <Radio value="Monsieur" label={t.sir} />
          </Group>
        </Radio.Group>
        <TextInput
          label={t.firstName}
          autoComplete="given-name"
          maxLength={60}
          required
          {...form.getInputProps("first_name")}
        />
        <TextInput
          label={t.lastName}
          autoComplete="family-name"
          maxLength={60}
          required
          {...form.getInputProps("last_name")}
        />
        <TextInput
          label={t.phone}
          type="tel"
          autoComplete="tel"
          maxLength={20}
          {...form.getInputProps("phone")}
        />
        <StructureKind {...form.getInputProps("structure_kind")} />
        <Checkbox label={t.offers} {...form.getInputProps("offers_wanted", { type: "checkbox" })} />
        <Button type="submit" loading={change.isPending}>
          {save}
        </Button>
      </Stack>
    </form>
  );
}
