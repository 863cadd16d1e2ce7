/** What another value of an index would change for what a structure guarantees. */
import { useTexts } from "../../i18n/texts";
import { PortfolioPage } from "../borrower/PortfolioPage";
import { WhatIfOf } from "../borrower/WhatIfOf";
import { texts } from "./texts";

export default function GuaranteedWhatIf() {
  const t = useTexts(texts);
  return (
    <PortfolioPage title={t.whatIf} side="guarantor">
      {({ structure_id }) => <WhatIfOf side="guarantor" structureId={structure_id} />}
    </PortfolioPage>
  );
}
