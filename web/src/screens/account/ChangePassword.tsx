/** Another password. The service ends every session of the person; this one is opened again at once. */
import { Button, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTexts } from "../../i18n/texts";
import { useLogIn } from "../../session/useSession";
import { besidesFields, showAtFields } from "../../ui/forms";
import { Password } from "../../ui/Password";
import { Refusal } from "../../ui/states";
import { NewPasswordField } from "./NewPasswordField";
import { texts } from "./texts";
import { useChangePassword } from "./useAccount";

type ChangePasswordProps = {
  login: string;
  /** The present password where it was just typed; it is asked for otherwise. */
  current?: string;
  ownWords: readonly string[];
  done?: () => void;
};

export function ChangePassword({ login, current, ownWords, done }: ChangePasswordProps) {
  const t = useTexts(texts).changePassword;
  const change = useChangePassword();
  const logIn = useLogIn();
  const form = useForm({ initialValues: { current_password: current ?? "", new_password: "" } });
  const submit = form.onSubmit((values) =>
    change.mutate(
      { login, ...values },
      {
        onSuccess: () => logIn.mutate({ login, password: values.new_password }, { onSuccess: done }),
        onError: showAtFields(form),
      },
    ),
  );
  return (
    <form onSubmit={submit}>
      <Stack>
        <Refusal error={besidesFields(change.error, form.values) ?? logIn.error} />
        {current === undefined && (
          <Password
            label={t.current}
            autoComplete="current-password"
            {...form.getInputProps("current_password")}
          />
        )}
        <NewPasswordField
          label={t.new}
          typed={form.values.new_password}
          ownWords={ownWords}
          {...form.getInputProps("new_password")}
        />
        <Button type="submit" loading={change.isPending || logIn.isPending}>
          {t.submit}
        </Button>
      </Stack>
    </form>
  );
}
