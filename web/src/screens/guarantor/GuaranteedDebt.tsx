/** What a structure guarantees, at a glance. */
import { useTexts } from "../../i18n/texts";
import { Debt } from "../borrower/Debt";
import { PortfolioPage } from "../borrower/PortfolioPage";
import { texts } from "./texts";

export default function GuaranteedDebt() {
  const t = useTexts(texts);
  return (
    <PortfolioPage title={t.title} side="guarantor">
      {({ structure_id }) => <Debt side="guarantor" structureId={structure_id} />}
    </PortfolioPage>
  );
}
