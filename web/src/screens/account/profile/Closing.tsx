import { Button, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type FormEvent, useState } from "react";
import { useNavigate } from "react-router";
import { useTexts } from "../../../i18n/texts";
import { Part } from "../../../ui/Part";
import { Password } from "../../../ui/Password";
import { Refusal } from "../../../ui/states";
import { tell } from "../../../ui/tell";
import { texts as shared } from "../../../ui/texts";
import { Window } from "../../../ui/Window";
import { texts as account } from "../texts";
import { texts } from "./texts";
import { useCloseAccount } from "./useProfile";

export function Closing() {
  const t = useTexts(texts);
  const [opened, confirmation] = useDisclosure(false);
  return (
    <Part title={t.closing}>
      <Text>{t.closingHelp}</Text>
      <Button color="red" variant="outline" onClick={confirmation.open}>
        {t.close}
      </Button>
      <Window opened={opened} onClose={confirmation.close} title={t.closeTitle}>
        <Confirm keep={confirmation.close} />
      </Window>
    </Part>
  );
}

function Confirm({ keep }: { keep: () => void }) {
  const t = useTexts(texts);
  const { cancel } = useTexts(shared);
  const { current } = useTexts(account).changePassword;
  const close = useCloseAccount();
  const navigate = useNavigate();
  const [password, setPassword] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    close.mutate(
      { password },
      {
        onSuccess: () => {
          tell(t.closed);
          void navigate("/");
        },
      },
    );
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text>{t.closeWarning}</Text>
        <Password
          label={current}
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          data-autofocus
        />
        <Refusal error={close.error} />
        <Group justify="space-between">
          <Button variant="default" onClick={keep}>
            {cancel}
          </Button>
          <Button type="submit" color="red" loading={close.isPending}>
            {t.closeForGood}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
