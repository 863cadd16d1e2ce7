/** A button for what cannot be undone: a window says what follows, and asks once more. */
import { Button, type ButtonProps, Group, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ReactNode } from "react";
import { useTexts } from "../i18n/texts";
import { Refusal } from "./states";
import { texts } from "./texts";
import { Window } from "./Window";

type ConfirmProps = {
  /** On the button that opens the window */
  label: string;
  /** Where several buttons have the same words: what this one is about */
  about?: string;
  title: string;
  /** What follows from it */
  children: ReactNode;
  /** On the button that does it */
  confirm: string;
  act: (close: () => void) => void;
  isPending: boolean;
  error: Error | null;
  /** Forget the error of the time before. */
  reset: () => void;
  /** What helps after an error, beside the service's own words */
  help?: ReactNode;
  danger?: boolean;
  button?: ButtonProps;
};

export function Confirm({ label, about, button, reset, danger = true, ...content }: ConfirmProps) {
  const [opened, { open, close }] = useDisclosure(false);
  const show = () => {
    reset();
    open();
  };
  return (
    <>
      <Button
        variant={danger ? "outline" : "default"}
        {...(danger ? { color: "red" } : {})}
        {...button}
        onClick={show}
        aria-label={about && `${label} – ${about}`}
      >
        {label}
      </Button>
      <Window opened={opened} onClose={close} title={content.title}>
        <Question {...content} danger={danger} close={close} />
      </Window>
    </>
  );
}

type QuestionProps = Pick<ConfirmProps, "children" | "confirm" | "act" | "isPending" | "error" | "help"> & {
  danger: boolean;
  close: () => void;
};

function Question({ children, confirm, act, isPending, error, help, danger, close }: QuestionProps) {
  const t = useTexts(texts);
  return (
    <Stack>
      {children}
      <Refusal error={error} />
      {error && help}
      <Group justify="space-between">
        <Button variant="default" onClick={close} data-autofocus>
          {t.cancel}
        </Button>
        <Button {...(danger ? { color: "red" } : {})} loading={isPending} onClick={() => act(close)}>
          {confirm}
        </Button>
      </Group>
    </Stack>
  );
}
