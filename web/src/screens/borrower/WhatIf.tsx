/** What another value of an index would change for what a structure owes. */
import { useTexts } from "../../i18n/texts";
import { PortfolioPage } from "./PortfolioPage";
import { texts } from "./texts";
import { WhatIfOf } from "./WhatIfOf";

export default function WhatIf() {
  const t = useTexts(texts).whatIf;
  return (
    <PortfolioPage title={t.title} side="borrower">
      {({ structure_id }) => <WhatIfOf side="borrower" structureId={structure_id} />}
    </PortfolioPage>
  );
}
