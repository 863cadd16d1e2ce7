/** A payment that its bank took back: noted beside the payment, whole. */
import { TextInput } from "@mantine/core";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import type { Fact } from "../../borrower/life/useLife";
import { Reference } from "./Acts";
import { texts } from "./actTexts";
import { Noting } from "./Noting";
import { useTakeBack } from "./useActs";

const WHY_CHARACTERS_MAX = 140;

/** Whether a fact is a payment that nothing took back. */
export function mayBeTakenBack(fact: Fact, all: readonly Fact[]): boolean {
  const isReturned = all.some(
    ({ kind, body }) => kind === "payment_returned" && body.payment === fact.reference,
  );
  return fact.kind === "payment_received" && !isReturned;
}

export function TakeBack({ fact, today }: { fact: Fact; today: string }) {
  const t = useTexts(texts).takeBack;
  const format = useFormat();
  const amount = String(fact.body.of_payment);
  const later = fact.value_on > today ? fact.value_on : today;
  return (
    <Noting
      label={t.label}
      about={fact.reference}
      title={t.title(fact.reference)}
      follows={t.follows(format.money(amount))}
      done={() => t.done}
      start={{ reference: "", value_on: later, why: "" }}
      bodyOf={({ why, ...said }) => ({
        ...said,
        returns: fact.reference,
        amount,
        ...(why.trim() && { why: why.trim() }),
      })}
      act={useTakeBack()}
      button={{ size: "xs", mt: 4 }}
    >
      {(form) => (
        <>
          <TextInput
            type="date"
            label={t.valueOn}
            required
            min={fact.value_on}
            {...form.getInputProps("value_on")}
          />
          <TextInput label={t.why} maxLength={WHY_CHARACTERS_MAX} {...form.getInputProps("why")} />
          <Reference form={form} />
        </>
      )}
    </Noting>
  );
}
