/** The life of a loan as the bank reads it: who noted each fact, when, and under which reference. */
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { Life } from "../../borrower/life/Life";
import { texts as life } from "../../borrower/life/texts";
import { type Fact, useFacts } from "../../borrower/life/useLife";
import { useNames } from "../useNames";

export function History({ loanNumber }: { loanNumber: string }) {
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
  return <Life loanNumber={loanNumber} note={note} />;
}

/** Facts come from somebody, by their id, or from a queue, by its name. */
function isPerson(source: string): boolean {
  return source.includes("-");
}
