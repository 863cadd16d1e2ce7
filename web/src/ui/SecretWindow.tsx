/** A secret that is told once: the window stays until its reader says that they have it. */
import { Alert, Button, Code, Group, Stack, VisuallyHidden } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import type { ReactNode } from "react";
import { useTexts } from "../i18n/texts";
import { focusHeading } from "./InPlace";
import { Icon } from "./icons";
import { texts } from "./texts";
import { Window } from "./Window";

type SecretWindowProps = {
  title: string;
  /** Nothing is told while there is none. */
  secret: string | undefined;
  /** For whom it is, and what it is good for */
  children: ReactNode;
  /** Forget the secret. */
  close: () => void;
};

export function SecretWindow({ title, secret, children, close }: SecretWindowProps) {
  const t = useTexts(texts);
  const end = () => {
    close();
    focusHeading();
  };
  return (
    <Window opened={secret !== undefined} title={title}>
      <Stack>
        {children}
        <Secret secret={secret ?? ""} />
        <Alert color="yellow" icon={<Icon name="warning" />}>
          {t.toldOnce}
        </Alert>
        <Button onClick={end}>{t.noted}</Button>
      </Stack>
    </Window>
  );
}

function Secret({ secret }: { secret: string }) {
  const t = useTexts(texts);
  const clipboard = useClipboard();
  return (
    <Group>
      <Code fz="lg" data-secret style={{ overflowWrap: "anywhere" }}>
        {secret}
      </Code>
      <Button
        variant="default"
        leftSection={<Icon name={clipboard.copied ? "check" : "copy"} size={16} />}
        onClick={() => clipboard.copy(secret)}
        data-autofocus
      >
        {clipboard.copied ? t.copied : t.copy}
      </Button>
      <VisuallyHidden role="status">{clipboard.copied && t.copied}</VisuallyHidden>
      {clipboard.error && <span role="alert">{t.notCopied}</span>}
    </Group>
  );
}
