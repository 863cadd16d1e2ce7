/** A borrower asks what an early repayment would cost; only the bank notes that it is wanted. */
import { Anchor, Text } from "@mantine/core";
import { Link } from "react-router";
import { useTexts } from "../../../i18n/texts";
import { Part } from "../../../ui/Part";
import type { Sheet } from "../useLoan";
import { QuestionForm } from "./QuestionForm";
import { Quoted } from "./Quoted";
import { texts } from "./texts";
import { useQuote } from "./useLife";

export function AskQuote({ loan }: { loan: Sheet }) {
  const t = useTexts(texts).quote;
  const quote = useQuote(loan.loan_number);
  return (
    <Part title={t.title}>
      <Text c="dimmed">{t.lead}</Text>
      <QuestionForm loan={loan} quote={quote} />
      {quote.data && <Quoted quote={quote.data} question={quote.variables} />}
      {(quote.data || quote.error) && (
        <Text>
          {t.toAsk}{" "}
          <Anchor component={Link} to="/assistance" underline="always">
            {t.ask}
          </Anchor>
        </Text>
      )}
    </Part>
  );
}
