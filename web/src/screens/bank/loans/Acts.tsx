/** What may be noted of a loan: a payment, money paid out, the day it starts, other terms. */
import { Button, Checkbox, Group, Text, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { Link } from "react-router";
import { useTexts } from "../../../i18n/texts";
import type { Who } from "../../../session/useSession";
import { amountOf, Euros } from "../../../ui/Euros";
import { Part } from "../../../ui/Part";
import type { Sheet } from "../../borrower/useLoan";
import { texts } from "./actTexts";
import { Noting } from "./Noting";
import { useDisburse, useSetEffectDate, useTakePayment } from "./useActs";

const REFERENCE_CHARACTERS_MAX = 60;
const PAYER_CHARACTERS_MAX = 140;

export function Acts({ loan, who }: { loan: Sheet; who: Who }) {
  const t = useTexts(texts).acts;
  const hasStarted = loan.terms.starts_on <= loan.as_of;
  const mayAgree = who.may("lending.agent");
  if (!mayAgree && !who.may("lending.payments")) return null;
  return (
    <Part title={t.title}>
      <Text c="dimmed">{t.lead}</Text>
      <Group>
        {who.may("lending.payments") && <NotePayment loan={loan} />}
        {mayAgree && !hasStarted && loan.terms.prefinancing && <NoteDisbursement loan={loan} />}
        {mayAgree && !hasStarted && <NoteEffectDate loan={loan} />}
        {mayAgree && hasStarted && loan.next_instalment && (
          <Button component={Link} to={`/banque/prets/${loan.loan_number}/reamenagement`} variant="default">
            {t.rearrange}
          </Button>
        )}
      </Group>
    </Part>
  );
}

export function Reference<Typed extends { reference: string }>({ form }: { form: UseFormReturnType<Typed> }) {
  const t = useTexts(texts).acts;
  return (
    <TextInput
      label={t.reference}
      description={t.referenceHelp}
      required
      maxLength={REFERENCE_CHARACTERS_MAX}
      {...form.getInputProps("reference")}
    />
  );
}

function NotePayment({ loan }: { loan: Sheet }) {
  const t = useTexts(texts).payment;
  const { loan_number, contract_number, as_of } = loan;
  return (
    <Noting
      label={t.label}
      title={t.title}
      follows={t.follows}
      done={({ outcome }) => (outcome === "already_known" ? t.known : t.done)}
      start={{ reference: "", value_on: as_of, amount: "" as number | string, payer: "", whole: false }}
      bodyOf={({ whole, amount, payer, ...said }) => ({
        ...said,
        amount: amountOf(amount),
        ...(payer.trim() && { payer: payer.trim() }),
        ...(whole ? { contract_number } : { loan_number }),
      })}
      act={useTakePayment()}
    >
      {(form) => (
        <>
          <Euros label={t.amount} required {...form.getInputProps("amount")} />
          <TextInput type="date" label={t.valueOn} required {...form.getInputProps("value_on")} />
          <TextInput label={t.payer} maxLength={PAYER_CHARACTERS_MAX} {...form.getInputProps("payer")} />
          <Reference form={form} />
          <Checkbox
            label={t.whole(contract_number)}
            description={t.wholeHelp}
            {...form.getInputProps("whole", { type: "checkbox" })}
          />
        </>
      )}
    </Noting>
  );
}

function NoteDisbursement({ loan }: { loan: Sheet }) {
  const t = useTexts(texts).disbursement;
  return (
    <Noting
      label={t.label}
      title={t.title}
      follows={t.follows}
      done={() => t.done}
      start={{ reference: "", on: loan.as_of, amount: "" as number | string }}
      bodyOf={({ amount, ...said }) => ({ ...said, amount: amountOf(amount) })}
      act={useDisburse(loan.loan_number)}
    >
      {(form) => (
        <>
          <Euros label={t.amount} required {...form.getInputProps("amount")} />
          <TextInput type="date" label={t.on} required max={loan.as_of} {...form.getInputProps("on")} />
          <Reference form={form} />
        </>
      )}
    </Noting>
  );
}

function NoteEffectDate({ loan }: { loan: Sheet }) {
  const t = useTexts(texts).effect;
  return (
    <Noting
      label={t.label}
      title={t.title}
      follows={t.follows}
      done={() => t.done}
      start={{ reference: "", starts_on: loan.terms.starts_on, undrawn_lapses: false }}
      bodyOf={(typed) => typed}
      act={useSetEffectDate(loan.loan_number)}
    >
      {(form) => (
        <>
          <TextInput
            type="date"
            label={t.startsOn}
            required
            min={loan.as_of}
            {...form.getInputProps("starts_on")}
          />
          {loan.terms.prefinancing && (
            <Checkbox label={t.lapses} {...form.getInputProps("undrawn_lapses", { type: "checkbox" })} />
          )}
          <Reference form={form} />
        </>
      )}
    </Noting>
  );
}
