/** A button for an act that has to be explained: a window says what follows, and takes the reason. */
import { type ButtonProps, TextInput } from "@mantine/core";
import type { UseMutationResult } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTexts } from "../i18n/texts";
import { Confirm } from "./Confirm";
import { focusHeading } from "./InPlace";
import { tell } from "./tell";
import { texts } from "./texts";

const REASON_CHARACTERS_MAX = 200;

type WithReasonProps = {
  act: Pick<UseMutationResult<unknown, Error, string>, "mutate" | "isPending" | "error" | "reset">;
  label: string;
  /** Where several buttons have the same words: what this one is about */
  about?: string;
  title: string;
  confirm: string;
  /** What is told once it is done */
  done: string;
  danger?: boolean;
  button?: ButtonProps;
  /** What follows from it */
  children?: ReactNode;
};

export function WithReason({ act, done, children, ...shown }: WithReasonProps) {
  const t = useTexts(texts);
  const [reason, setReason] = useState("");
  const told = (close: () => void) => {
    close();
    setReason("");
    tell(done);
    // The button that had the focus may be gone.
    focusHeading();
  };
  return (
    <Confirm
      {...shown}
      act={(close) => act.mutate(reason, { onSuccess: () => told(close) })}
      isPending={act.isPending}
      error={act.error}
      reset={act.reset}
    >
      {children}
      <TextInput
        label={t.reason}
        description={t.reasonHelp}
        required
        maxLength={REASON_CHARACTERS_MAX}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </Confirm>
  );
}
