/** What falls due of what a structure guarantees. */
import { useTexts } from "../../i18n/texts";
import { InstalmentsOf } from "../borrower/InstalmentsOf";
import { PortfolioPage } from "../borrower/PortfolioPage";
import { texts } from "./texts";

export default function GuaranteedInstalments() {
  const t = useTexts(texts);
  return (
    <PortfolioPage title={t.instalments} side="guarantor">
      {({ structure_id }) => <InstalmentsOf side="guarantor" structureId={structure_id} />}
    </PortfolioPage>
  );
}
