/** What is owed on a day, in four figures. */
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { Tiles } from "./Tiles";
import { texts } from "./texts";
import type { Outstandings } from "./usePortfolio";

export function OwedTiles({ owed: { total, as_of } }: { owed: Outstandings }) {
  const t = useTexts(texts);
  const format = useFormat();
  const { figures } = t;
  return (
    <Tiles
      tiles={[
        {
          name: figures.outstanding,
          value: format.money(total.outstanding),
          note: t.dashboard.asOf(format.day(as_of)),
        },
        { name: figures.accrued, value: format.money(total.accrued_interest), note: figures.accruedHelp },
        { name: figures.deferred, value: format.money(total.deferred_interest) },
        { name: figures.loans, value: format.number(total.loans) },
      ]}
    />
  );
}
