/** Registering a system of the bank; its secret is told once. */
import { Button, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useDisclosure } from "@mantine/hooks";
import { useTexts } from "../../../i18n/texts";
import { besidesFields, showAtFields } from "../../../ui/forms";
import { SecretWindow } from "../../../ui/SecretWindow";
import { Refusal } from "../../../ui/states";
import { Window } from "../../../ui/Window";
import { texts } from "./texts";
import { type NewSystem, useRegisterSystem } from "./useSystems";

export function Register() {
  const t = useTexts(texts).register;
  const [opened, { open, close }] = useDisclosure(false);
  const register = useRegisterSystem();
  const told = register.data;
  return (
    <>
      <Button onClick={open}>{t.label}</Button>
      <Window opened={opened} onClose={close} title={t.title}>
        <Form register={register} close={close} />
      </Window>
      <SecretWindow title={t.done} secret={told?.client_secret} close={register.reset}>
        {told && <Text>{t.handOver(told.system.name, told.system.client_id)}</Text>}
      </SecretWindow>
    </>
  );
}

function Form({ register, close }: { register: ReturnType<typeof useRegisterSystem>; close: () => void }) {
  const t = useTexts(texts);
  const form = useForm<NewSystem>({ initialValues: { name: "", client_id: "" } });
  const submit = form.onSubmit((filled) =>
    register.mutate(filled, { onSuccess: close, onError: showAtFields(form) }),
  );
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text>{t.register.follows}</Text>
        <TextInput label={t.name} maxLength={100} required data-autofocus {...form.getInputProps("name")} />
        <TextInput
          label={t.clientId}
          description={t.register.clientIdHelp}
          minLength={3}
          maxLength={60}
          pattern="[a-z0-9\-]+"
          autoCapitalize="none"
          spellCheck={false}
          required
          {...form.getInputProps("client_id")}
        />
        <Refusal error={besidesFields(register.error, form.values)} />
        <Button type="submit" loading={register.isPending}>
          {t.register.label}
        </Button>
      </Stack>
    </form>
  );
}
