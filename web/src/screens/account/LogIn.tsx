/** The door: by identifier or by e-mail address. */
import { Anchor, Button, Group, Paper, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { Link, Navigate } from "react-router";
import { Refused } from "../../api/problem";
import { useTexts } from "../../i18n/texts";
import { useLogIn, usePerson } from "../../session/useSession";
import { useReturnPath } from "../../ui/forms";
import { Page } from "../../ui/Page";
import { Password } from "../../ui/Password";
import { Refusal } from "../../ui/states";
import { ChangePassword } from "./ChangePassword";
import { texts } from "./texts";

export default function LogIn() {
  const t = useTexts(texts).logIn;
  const back = useReturnPath();
  const person = usePerson();
  const [mustChange, setMustChange] = useState<Credentials | null>(null);
  if (person.data) return <Navigate to={back} replace />;
  return (
    <Page title={t.title} narrow>
      <Paper withBorder p={{ base: "md", sm: "xl" }}>
        {mustChange ? <ChooseOwn {...mustChange} /> : <LogInForm mustChange={setMustChange} />}
      </Paper>
      <Text>
        {t.newHere}{" "}
        <Anchor component={Link} to="/inscription" underline="always">
          {t.register}
        </Anchor>
      </Text>
    </Page>
  );
}

type Credentials = { login: string; password: string };

/** Somebody of the bank whose first password was given to them. */
function ChooseOwn({ login, password }: Credentials) {
  const t = useTexts(texts).logIn;
  return (
    <Stack>
      <Text>{t.mustChange}</Text>
      <ChangePassword login={login} current={password} ownWords={[login.split("@")[0] ?? ""]} />
    </Stack>
  );
}

function LogInForm({ mustChange }: { mustChange: (given: Credentials) => void }) {
  const t = useTexts(texts).logIn;
  const logIn = useLogIn();
  const form = useForm({ mode: "uncontrolled", initialValues: { login: "", password: "" } });
  const submit = form.onSubmit((values) =>
    logIn.mutate(values, { onError: (error) => isFirstPassword(error) && mustChange(values) }),
  );
  return (
    <form onSubmit={submit}>
      <Stack>
        <Refusal error={logIn.error} />
        {isRefusedLogin(logIn.error) && <Text size="sm">{t.locked}</Text>}
        <TextInput
          label={t.login}
          description={t.loginHelp}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          key={form.key("login")}
          {...form.getInputProps("login")}
        />
        <Password
          label={t.password}
          autoComplete="current-password"
          key={form.key("password")}
          {...form.getInputProps("password")}
        />
        <Button type="submit" loading={logIn.isPending}>
          {t.submit}
        </Button>
        <Group justify="space-between">
          <Anchor component={Link} to="/mot-de-passe-oublie" size="sm" underline="always">
            {t.forgotPassword}
          </Anchor>
          <Anchor component={Link} to="/identifiant-oublie" size="sm" underline="always">
            {t.forgotIdentifier}
          </Anchor>
        </Group>
      </Stack>
    </form>
  );
}

function isRefusedLogin(error: Error | null): boolean {
  return error instanceof Refused && error.status === 401;
}

function isFirstPassword(error: Error): boolean {
  return error instanceof Refused && error.kind === "password-must-change";
}
