/** Early repayments of a loan: what one would cost, noting that it is asked for, agreeing to it or not. */
import { Button, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTexts } from "../../../i18n/texts";
import { Part } from "../../../ui/Part";
import { Refusal } from "../../../ui/states";
import { tell } from "../../../ui/tell";
import { QuestionForm } from "../../borrower/life/QuestionForm";
import { Quoted } from "../../borrower/life/Quoted";
import { texts as life } from "../../borrower/life/texts";
import { type Question, useQuote } from "../../borrower/life/useLife";
import type { Sheet } from "../../borrower/useLoan";
import { texts } from "./actTexts";
import { IndemnityFields } from "./IndemnityFields";
import { indemnityOf, USUAL } from "./indemnity";
import { Requests } from "./Requests";
import { useAsk } from "./useActs";

export function Repayment({ loan, mayAgree }: { loan: Sheet; mayAgree: boolean }) {
  const t = useTexts(life).quote;
  return (
    <Part title={t.title}>
      {loan.next_instalment && <WorkedOut loan={loan} mayAgree={mayAgree} />}
      <Requests loanNumber={loan.loan_number} mayAgree={mayAgree} />
    </Part>
  );
}

function WorkedOut({ loan, mayAgree }: { loan: Sheet; mayAgree: boolean }) {
  const t = useTexts(life).quote;
  const quote = useQuote(loan.loan_number);
  const [indemnity, setIndemnity] = useState(USUAL);
  return (
    <Stack>
      <Text c="dimmed">{t.lead}</Text>
      <QuestionForm loan={loan} quote={quote} indemnity={indemnityOf(indemnity)}>
        {mayAgree && <IndemnityFields typed={indemnity} change={setIndemnity} />}
      </QuestionForm>
      {quote.data && <Quoted quote={quote.data} question={quote.variables} />}
      {quote.data && mayAgree && (
        <NoteRequest loanNumber={loan.loan_number} question={quote.variables} noted={quote.reset} />
      )}
    </Stack>
  );
}

type NoteRequestProps = { loanNumber: string; question: Question | undefined; noted: () => void };

function NoteRequest({ loanNumber, question, noted }: NoteRequestProps) {
  const t = useTexts(texts).repayment;
  const ask = useAsk(loanNumber);
  const note = () =>
    question &&
    ask.mutate(question, {
      onSuccess: () => {
        tell(t.noted);
        noted();
      },
    });
  return (
    <Stack align="flex-start">
      <Text size="sm">{t.noteHelp}</Text>
      <Refusal error={ask.error} />
      <Button onClick={note} loading={ask.isPending}>
        {t.note}
      </Button>
    </Stack>
  );
}
