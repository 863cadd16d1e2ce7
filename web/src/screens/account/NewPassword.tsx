/** Where the link of the e-mail leads: its secret is behind the #, which browsers send to nobody. */
import { Alert, Anchor, Button, Paper, Stack, Text } from "@mantine/core";
import { type FormEvent, useEffect, useState } from "react";
import { Link } from "react-router";
import { Refused } from "../../api/problem";
import { useTexts } from "../../i18n/texts";
import { Icon } from "../../ui/icons";
import { Page } from "../../ui/Page";
import { Refusal } from "../../ui/states";
import { NewPasswordField } from "./NewPasswordField";
import { texts } from "./texts";
import { useChooseNewPassword } from "./useAccount";

export default function NewPassword() {
  const t = useTexts(texts).newPassword;
  const [secret] = useState(() => location.hash.slice(1));
  // The secret stays out of the history of the browser.
  useEffect(() => history.replaceState(history.state, "", location.pathname), []);
  return (
    <Page title={t.title} narrow>
      {secret ? (
        <Paper withBorder p={{ base: "md", sm: "xl" }}>
          <Choose secret={secret} />
        </Paper>
      ) : (
        <Alert color="yellow" icon={<Icon name="warning" />} title={t.noSecret}>
          <AnotherLink />
        </Alert>
      )}
    </Page>
  );
}

function Choose({ secret }: { secret: string }) {
  const t = useTexts(texts).newPassword;
  const choose = useChooseNewPassword();
  const [typed, setTyped] = useState("");
  const refused = choose.error instanceof Refused ? choose.error : null;
  const atField = refused?.byField().new_password;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    choose.mutate({ secret, new_password: typed });
  };
  if (choose.isSuccess) return <Chosen />;
  return (
    <form onSubmit={submit}>
      <Stack>
        <NewPasswordField
          label={t.label}
          typed={typed}
          ownWords={[]}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          error={atField}
        />
        {!atField && <Refusal error={choose.error} />}
        {refused?.status === 404 && <AnotherLink />}
        <Button type="submit" loading={choose.isPending}>
          {t.submit}
        </Button>
      </Stack>
    </form>
  );
}

function Chosen() {
  const t = useTexts(texts).newPassword;
  return (
    <Stack role="status">
      <Text>{t.done}</Text>
      <Button component={Link} to="/connexion">
        {t.logIn}
      </Button>
    </Stack>
  );
}

function AnotherLink() {
  const t = useTexts(texts).newPassword;
  return (
    <Anchor component={Link} to="/mot-de-passe-oublie" underline="always">
      {t.another}
    </Anchor>
  );
}
