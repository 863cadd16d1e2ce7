/** What falls due of what a structure owes. */
import { useTexts } from "../../i18n/texts";
import { InstalmentsOf } from "./InstalmentsOf";
import { PortfolioPage } from "./PortfolioPage";
import { texts } from "./texts";

export default function Instalments() {
  const t = useTexts(texts).instalments;
  return (
    <PortfolioPage title={t.title} side="borrower">
      {({ structure_id }) => <InstalmentsOf side="borrower" structureId={structure_id} />}
    </PortfolioPage>
  );
}
