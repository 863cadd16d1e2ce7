/** A part of the profile: its facts, and the form that changes them in their place. */
import { Button, Group, Paper, Stack, Title } from "@mantine/core";
import { type ReactNode, useId, useState } from "react";
import { useTexts } from "../../../i18n/texts";
import { Icon } from "../../../ui/icons";
import { texts as shared } from "../../../ui/texts";

export function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <Paper component="section" withBorder p={{ base: "md", sm: "lg" }} aria-labelledby={id}>
      <Stack>
        <Title order={2} id={id}>
          {title}
        </Title>
        {children}
      </Stack>
    </Paper>
  );
}

/** Facts until somebody wants to change them. `children` gets what closes the form. */
export function Editable({
  label,
  shown,
  children,
}: {
  label: string;
  shown: ReactNode;
  children: (close: () => void) => ReactNode;
}) {
  const t = useTexts(shared);
  const [open, setOpen] = useState(false);
  if (open) {
    return (
      <Stack>
        {children(() => setOpen(false))}
        <Button variant="subtle" onClick={() => setOpen(false)}>
          {t.cancel}
        </Button>
      </Stack>
    );
  }
  return (
    <Stack gap="xs">
      {shown}
      <Group>
        <Button variant="default" leftSection={<Icon name="edit" size={16} />} onClick={() => setOpen(true)}>
          {label}
        </Button>
      </Group>
    </Stack>
  );
}
