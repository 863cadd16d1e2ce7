/** The life of a loan as the bank reads it: who noted each fact, when, and under which reference. */
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { Life } from "../../borrower/life/Life";
import { texts as life } from "../../borrower/life/texts";
import { type Fact, useFacts } from "../../borrower/life/useLife";
import type { Sheet } from "../../borrower/useLoan";
import { useNames } from "../useNames";
import { mayBeTakenBack, TakeBack } from "./TakeBack";

type HistoryProps = { loan: Sheet; mayTakeBack: boolean };

export function History({ loan, mayTakeBack }: HistoryProps) {
  const { loan_number: loanNumber, as_of: today } = loan;
  const t = useTexts(life).life;
  const format = useFormat();
  const facts = useFacts(loanNumber).data ?? [];
  const people = facts.map(({ source }) => source).filter(isPerson);
  const nameOf = useNames(people);
  const note = ({ source, recorded_at, reference, kind }: Fact) => {
    const name = isPerson(source) ? nameOf(source) : "";
    return [
      t.noted(format.instant(recorded_at)),
      isPerson(source) ? name !== source && t.by(name) : t.byQueue,
      !kind.startsWith("early_repayment") && t.reference(reference),
    ]
      .filter(Boolean)
      .join(", ");
  };
  const takeBack = (fact: Fact, all: readonly Fact[]) =>
    mayTakeBack && mayBeTakenBack(fact, all) && <TakeBack fact={fact} today={today} />;
  return <Life loanNumber={loanNumber} note={note} act={takeBack} />;
}

/** Facts come from somebody, by their id, or from a queue, by its name. */
function isPerson(source: string): boolean {
  return source.includes("-");
}
