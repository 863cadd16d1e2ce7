/** What was forgotten: an e-mail goes to the account's address. Whether there is an account is not told. */
import { Alert, Anchor, Button, Paper, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Link } from "react-router";
import { useTexts } from "../../i18n/texts";
import { Icon } from "../../ui/icons";
import { Page } from "../../ui/Page";
import { Refusal } from "../../ui/states";
import { texts } from "./texts";
import { useRemind } from "./useAccount";

export function Reminder({ about }: { about: "password" | "identifier" }) {
  const t = useTexts(texts).forgotten;
  const remind = useRemind();
  const [login, setLogin] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    remind.mutate({ about, login });
  };
  return (
    <Page title={t[about].title} lead={t[about].lead} narrow>
      <Paper withBorder p={{ base: "md", sm: "xl" }}>
        <form onSubmit={submit}>
          <Stack>
            <TextInput
              label={t[about].login}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              value={login}
              onChange={(event) => setLogin(event.currentTarget.value)}
              maxLength={254}
              required
            />
            <Refusal error={remind.error} />
            {remind.isSuccess && (
              <Alert color="teal" icon={<Icon name="letter" />} title={t.sent} role="status">
                {t[about].sentHelp}
              </Alert>
            )}
            <Button type="submit" loading={remind.isPending}>
              {t.submit}
            </Button>
          </Stack>
        </form>
      </Paper>
      <Anchor component={Link} to="/connexion" underline="always">
        {t.back}
      </Anchor>
    </Page>
  );
}
