/** What a structure owes, at a glance. */
import { useTexts } from "../../i18n/texts";
import { Debt } from "./Debt";
import { PortfolioPage } from "./PortfolioPage";
import { texts } from "./texts";

export default function Dashboard() {
  const t = useTexts(texts).dashboard;
  return (
    <PortfolioPage title={t.title} side="borrower">
      {({ structure_id }) => <Debt side="borrower" structureId={structure_id} />}
    </PortfolioPage>
  );
}
