/** Opening an account for somebody who starts at the bank; its first password is told once. */
import { Button, Group, Radio, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useDisclosure } from "@mantine/hooks";
import { useTexts } from "../../../i18n/texts";
import { besidesFields, showAtFields } from "../../../ui/forms";
import { SecretWindow } from "../../../ui/SecretWindow";
import { Refusal } from "../../../ui/states";
import { Window } from "../../../ui/Window";
import { texts as account } from "../../account/texts";
import { texts } from "./texts";
import { type NewAgent, useInvite } from "./useStaff";

const EMPTY: NewAgent = { title: "Madame", first_name: "", last_name: "", email: "" };

export function Invite() {
  const t = useTexts(texts).invite;
  const [opened, { open, close }] = useDisclosure(false);
  const invite = useInvite();
  const told = invite.data;
  return (
    <>
      <Button onClick={open}>{t.label}</Button>
      <Window opened={opened} onClose={close} title={t.title}>
        <Form invite={invite} close={close} />
      </Window>
      <SecretWindow title={t.done} secret={told?.initial_password} close={invite.reset}>
        {told && <Text>{t.handOver(`${told.account.first_name} ${told.account.last_name}`)}</Text>}
        {told && <Text>{t.identifier(told.account.identifier)}</Text>}
      </SecretWindow>
    </>
  );
}

function Form({ invite, close }: { invite: ReturnType<typeof useInvite>; close: () => void }) {
  const t = useTexts(texts).invite;
  const { person } = useTexts(account);
  const form = useForm<NewAgent>({ initialValues: EMPTY });
  const submit = form.onSubmit((filled) =>
    invite.mutate(filled, { onSuccess: close, onError: showAtFields(form) }),
  );
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text>{t.follows}</Text>
        <Radio.Group label={person.title} {...form.getInputProps("title")}>
          <Group mt={4}>
            <Radio value="Madame" label={person.madam} />
            <Radio value="Monsieur" label={person.sir} />
          </Group>
        </Radio.Group>
        <TextInput
          label={person.firstName}
          maxLength={60}
          required
          data-autofocus
          {...form.getInputProps("first_name")}
        />
        <TextInput label={person.lastName} maxLength={60} required {...form.getInputProps("last_name")} />
        <TextInput
          label={person.email}
          type="email"
          maxLength={254}
          required
          {...form.getInputProps("email")}
        />
        <Refusal error={besidesFields(invite.error, form.values)} />
        <Button type="submit" loading={invite.isPending}>
          {t.label}
        </Button>
      </Stack>
    </form>
  );
}
