/** A fact that is changed where it stands: its value and a button, or its form. The focus follows. */
import { Button, Group, Text } from "@mantine/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTexts } from "../i18n/texts";
import { Icon } from "./icons";
import { texts } from "./texts";

type InPlaceProps = {
  name: string;
  value: ReactNode;
  /** For whom cannot see where the button stands: what it changes */
  about: string;
  children: (close: () => void) => ReactNode;
};

export function InPlace({ name, value, about, children }: InPlaceProps) {
  const t = useTexts(texts);
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (wasOpen.current && !open) button.current?.focus();
    wasOpen.current = open;
  }, [open]);
  if (open) return children(() => setOpen(false));
  return (
    <Group justify="space-between" gap="xs">
      <div style={{ minWidth: 0, overflowWrap: "anywhere" }}>
        <Text size="sm" c="dimmed">
          {name}
        </Text>
        <Text component="div">{value}</Text>
      </div>
      <Button
        ref={button}
        variant="subtle"
        size="sm"
        leftSection={<Icon name="edit" size={16} />}
        onClick={() => setOpen(true)}
        aria-label={`${t.edit} – ${name}, ${about}`}
      >
        {t.edit}
      </Button>
    </Group>
  );
}

/** As a `ref`: the focus goes there when it comes onto the page. */
export function focusOnArrival(node: HTMLElement | null): void {
  node?.focus();
}

/** Where the focus goes when what had it is gone. */
export function focusHeading(): void {
  document.querySelector<HTMLElement>("h1")?.focus();
}
