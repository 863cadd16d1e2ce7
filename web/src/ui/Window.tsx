/** A window over the page: its title names it, the focus stays in it, Escape closes it. */
import { CloseButton, Group, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useTexts } from "../i18n/texts";
import { texts } from "./texts";

type WindowProps = {
  opened: boolean;
  title: string;
  /** What closing means; without, the window stays until what it asks for is done. */
  onClose?: () => void;
  size?: string;
  children: ReactNode;
};

export function Window({ opened, title, onClose, size = "md", children }: WindowProps) {
  const t = useTexts(texts);
  const mayClose = onClose !== undefined;
  return (
    // Mantine's own header would be a second banner of the page.
    <Modal.Root
      opened={opened}
      onClose={onClose ?? stay}
      size={size}
      closeOnEscape={mayClose}
      closeOnClickOutside={mayClose}
      centered
    >
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body p="lg">
          <Group justify="space-between" mb="md" wrap="nowrap" align="flex-start">
            <Modal.Title fz="h3" fw={650}>
              {title}
            </Modal.Title>
            {mayClose && <CloseButton aria-label={t.close} onClick={onClose} />}
          </Group>
          {children}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function stay(): void {}
