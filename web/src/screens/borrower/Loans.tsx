/** All loans that a structure owes. */
import { useTexts } from "../../i18n/texts";
import { LoanList } from "./LoanList";
import { PortfolioPage } from "./PortfolioPage";
import { texts } from "./texts";

export default function Loans() {
  const t = useTexts(texts);
  return (
    <PortfolioPage title={t.loans.title} side="borrower">
      {({ structure_id }) => <LoanList side="borrower" structureId={structure_id} />}
    </PortfolioPage>
  );
}
