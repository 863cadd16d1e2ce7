/** What a guarantor answers for on a day, borrower by borrower. */
import { useMemo } from "react";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { ChartWithTable } from "../../ui/chart/ChartWithTable";
import type { Column } from "../../ui/table/DataTable";
import { added } from "./byYear";
import { texts } from "./texts";
import type { BorrowerOwed } from "./usePortfolio";

const borrowerId = (row: BorrowerOwed): string => row.borrower_id;

export function OwedByBorrower({ borrowers }: { borrowers: readonly BorrowerOwed[] }) {
  const t = useTexts(texts);
  const format = useFormat();
  const columns = useMemo<Column<BorrowerOwed>[]>(() => {
    const amount = { kind: "money", total: true } as const;
    return [
      { id: "borrower", header: t.loans.borrower, value: (row) => row.borrower_name },
      { id: "loans", header: t.figures.loans, kind: "number", total: true, value: (row) => row.loans },
      { id: "outstanding", header: t.figures.outstanding, value: (row) => row.outstanding, ...amount },
      { id: "accrued", header: t.figures.accrued, value: (row) => row.accrued_interest, ...amount },
      { id: "deferred", header: t.figures.deferred, value: (row) => row.deferred_interest, ...amount },
    ];
  }, [t]);
  return (
    <ChartWithTable
      name="encours-par-emprunteur"
      title={t.outstandings.byBorrower}
      summary={t.outstandings.borrowerSummary(format.money(added(borrowers.map((row) => row.outstanding))))}
      rows={borrowers}
      columns={columns}
      rowId={borrowerId}
      x="borrower"
      series={["outstanding"]}
      kind="ranking"
    />
  );
}
