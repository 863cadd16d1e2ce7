/** How far a letter is: asked for, printed, on its way, delivered, and until when its code is good. */
import { Text, VisuallyHidden } from "@mantine/core";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { Icon } from "../../ui/icons";
import classes from "./LetterProgress.module.css";
import { texts } from "./texts";
import type { Letter } from "./useRights";

type StepState = "done" | "now" | "later";
const ICONS = { done: "check", now: "right", later: "dot" } as const;

export function LetterProgress({ letter }: { letter: Letter }) {
  const t = useTexts(texts).letter;
  const format = useFormat();
  const isPosted = letter.letter_state === "handed_over" || letter.letter_state === "delivered";
  const isThere = letter.letter_state === "delivered";
  const steps: [string, StepState][] = [
    [t.ordered(format.day(letter.ordered_on)), "done"],
    [isPosted ? t.printed : t.printing, isPosted ? "done" : "now"],
    [isThere ? t.delivered : t.travelling, isThere ? "done" : isPosted ? "now" : "later"],
    [t.typed(format.day(letter.expires_on)), isThere ? "now" : "later"],
  ];
  return (
    <ol className={classes.steps} aria-label={t.steps}>
      {steps.map(([words, state]) => (
        <li key={words} data-state={state}>
          <span className={classes.mark}>
            <Icon name={ICONS[state]} size={16} />
          </span>
          <Text span>
            {words}
            <VisuallyHidden> – {t[state]}</VisuallyHidden>
          </Text>
        </li>
      ))}
    </ol>
  );
}
