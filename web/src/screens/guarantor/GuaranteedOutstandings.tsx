/** What a structure guarantees on any day. */
import { useTexts } from "../../i18n/texts";
import { OutstandingsOn } from "../borrower/OutstandingsOn";
import { PortfolioPage } from "../borrower/PortfolioPage";
import { texts } from "./texts";

export default function GuaranteedOutstandings() {
  const t = useTexts(texts);
  return (
    <PortfolioPage title={t.outstandings} side="guarantor">
      {({ structure_id }) => (
        <OutstandingsOn key={structure_id} side="guarantor" structureId={structure_id} />
      )}
    </PortfolioPage>
  );
}
