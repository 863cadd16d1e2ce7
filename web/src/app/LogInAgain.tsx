/** The window over the page when a session has ended: the same person goes on where they were. */
import { Button, Group, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTexts } from "../i18n/texts";
import { settle, useIsWaiting } from "../session/gate";
import { forgetEverything, type Person, SESSION_KEY, useLogIn } from "../session/useSession";
import { Password } from "../ui/Password";
import { Refusal } from "../ui/states";
import { Window } from "../ui/Window";
import { texts } from "./texts";

export function LogInAgain() {
  const waiting = useIsWaiting();
  const t = useTexts(texts);
  const queries = useQueryClient();
  const person = queries.getQueryData<Person>(SESSION_KEY);
  const leave = () => {
    settle(false);
    forgetEverything(queries);
  };
  return (
    <Window opened={waiting} title={t.sessionEnded}>
      {person && <PasswordOnly login={person.identifier} leave={leave} />}
    </Window>
  );
}

function PasswordOnly({ login, leave }: { login: string; leave: () => void }) {
  const t = useTexts(texts);
  const logIn = useLogIn();
  const [password, setPassword] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    logIn.mutate({ login, password }, { onSuccess: () => settle(true) });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">{t.sessionEndedHelp}</Text>
        <input type="hidden" name="username" autoComplete="username" value={login} readOnly />
        <Password
          label={`${t.password} (${login})`}
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          data-autofocus
        />
        <Refusal error={logIn.error} />
        <Group justify="space-between">
          <Button variant="subtle" onClick={leave}>
            {t.leave}
          </Button>
          <Button type="submit" loading={logIn.isPending}>
            {t.goOn}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
