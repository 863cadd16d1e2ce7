/** All loans that a structure guarantees, at its shares. */
import { useTexts } from "../../i18n/texts";
import { LoanList } from "../borrower/LoanList";
import { PortfolioPage } from "../borrower/PortfolioPage";
import { texts } from "./texts";

export default function GuaranteedLoans() {
  const t = useTexts(texts);
  return (
    <PortfolioPage title={t.loans} side="guarantor">
      {({ structure_id }) => <LoanList side="guarantor" structureId={structure_id} />}
    </PortfolioPage>
  );
}
