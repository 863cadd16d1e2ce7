/** How a structure is told things: by e-mail, on paper, or both. */
import { Button, Checkbox, Group, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTexts } from "../../../i18n/texts";
import { Facts } from "../../../ui/Facts";
import { besidesFields, showAtFields } from "../../../ui/forms";
import { Part } from "../../../ui/Part";
import { Refusal } from "../../../ui/states";
import { tell } from "../../../ui/tell";
import { texts as shared } from "../../../ui/texts";
import { Editable } from "../../account/profile/Editable";
import { texts } from "./texts";
import { type Structure, useChangeContact } from "./useRegister";

export function ContactPart({ structure, mayChange }: { structure: Structure; mayChange: boolean }) {
  const t = useTexts(texts);
  const shown = (
    <Facts
      facts={[
        [t.contact.email, structure.contact_email || t.contact.noEmail],
        [t.contact.paper, structure.paper_wanted ? t.yes : t.no],
      ]}
    />
  );
  return (
    <Part title={t.contact.title}>
      {mayChange ? (
        <Editable label={t.contact.change} shown={shown}>
          {(close) => <Change structure={structure} close={close} />}
        </Editable>
      ) : (
        shown
      )}
    </Part>
  );
}

function Change({ structure, close }: { structure: Structure; close: () => void }) {
  const t = useTexts(texts).contact;
  const { save } = useTexts(shared);
  const change = useChangeContact(structure.structure_id);
  const form = useForm({
    initialValues: { contact_email: structure.contact_email ?? "", paper_wanted: structure.paper_wanted },
  });
  const done = () => {
    tell(t.saved);
    close();
  };
  const submit = form.onSubmit(({ contact_email, paper_wanted }) =>
    change.mutate(
      { contact_email: contact_email.trim() || null, paper_wanted },
      { onSuccess: done, onError: showAtFields(form) },
    ),
  );
  return (
    <form onSubmit={submit}>
      <Stack maw={480}>
        <TextInput
          type="email"
          label={t.emailOptional}
          maxLength={254}
          {...form.getInputProps("contact_email")}
        />
        <Checkbox label={t.paper} {...form.getInputProps("paper_wanted", { type: "checkbox" })} />
        <Refusal error={besidesFields(change.error, form.values)} />
        <Group>
          <Button type="submit" loading={change.isPending}>
            {save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
