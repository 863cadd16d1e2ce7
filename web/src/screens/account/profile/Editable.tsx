import { Button, Group, Stack } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTexts } from "../../../i18n/texts";
import { Icon } from "../../../ui/icons";
import { texts as shared } from "../../../ui/texts";

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
