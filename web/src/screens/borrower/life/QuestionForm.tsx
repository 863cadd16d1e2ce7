/** When to repay early, and how much: the question that a quote answers. */
import { Button, Input, SegmentedControl, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { ReactNode } from "react";
import { useTexts } from "../../../i18n/texts";
import { amountOf, Euros } from "../../../ui/Euros";
import { besidesFields, showAtFields } from "../../../ui/forms";
import { Refusal } from "../../../ui/states";
import type { Sheet } from "../useLoan";
import { texts } from "./texts";
import type { Question, useQuote } from "./useLife";

type Typed = { on: string; what: "whole" | "part"; amount: number | string };

type QuestionFormProps = {
  loan: Sheet;
  quote: ReturnType<typeof useQuote>;
  /** What an agent asks besides, and the fields for it */
  indemnity?: Question["indemnity"];
  children?: ReactNode;
};

export function QuestionForm({ loan, quote, indemnity, children }: QuestionFormProps) {
  const t = useTexts(texts).quote;
  const form = useForm<Typed>({ initialValues: { on: loan.as_of, what: "whole", amount: "" } });
  const { what } = form.values;
  const submit = form.onSubmit(({ on, amount }) =>
    quote.mutate(
      { on, ...(what === "part" && { amount: amountOf(amount) }), ...(indemnity && { indemnity }) },
      { onError: showAtFields(form) },
    ),
  );
  return (
    <form onSubmit={submit} aria-label={t.title}>
      <Stack maw={480} align="flex-start">
        <TextInput type="date" label={t.on} required min={loan.as_of} {...form.getInputProps("on")} />
        <Input.Wrapper label={t.what} labelElement="div">
          <SegmentedControl
            orientation="vertical"
            fullWidth
            aria-label={t.what}
            data={[
              { value: "whole", label: t.whole },
              { value: "part", label: t.part },
            ]}
            {...form.getInputProps("what")}
          />
        </Input.Wrapper>
        {what === "part" && <Euros label={t.amount} required {...form.getInputProps("amount")} />}
        {children}
        <Refusal error={besidesFields(quote.error, what === "part" ? form.values : { on: "" })} />
        <Button type="submit" loading={quote.isPending}>
          {t.compute}
        </Button>
      </Stack>
    </form>
  );
}
