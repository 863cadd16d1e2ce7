/** What a structure owes on any day. */
import { useTexts } from "../../i18n/texts";
import { OutstandingsOn } from "./OutstandingsOn";
import { PortfolioPage } from "./PortfolioPage";
import { texts } from "./texts";

export default function OutstandingsPage() {
  const t = useTexts(texts).outstandings;
  return (
    <PortfolioPage title={t.title} side="borrower">
      {({ structure_id }) => <OutstandingsOn key={structure_id} side="borrower" structureId={structure_id} />}
    </PortfolioPage>
  );
}
