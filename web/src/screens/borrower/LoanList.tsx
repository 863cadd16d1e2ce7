/** Every loan of a structure: sorted, filtered, grouped and added up in the page. */

import { useTexts } from "../../i18n/texts";
import { Empty, Loaded } from "../../ui/states";
import { DataTable } from "../../ui/table/DataTable";
import { ExportAll } from "./ExportAll";
import { loanId, useLoanColumns } from "./loanColumns";
import { texts } from "./texts";
import { type Side, useLoans } from "./usePortfolio";

const FIRST_SORT = { column: "loan_number", descending: false };

export function LoanList({ side, structureId }: { side: Side; structureId: string }) {
  const t = useTexts(texts);
  const loans = useLoans(side, structureId);
  const columns = useLoanColumns(side);
  return (
    <Loaded query={loans} lines={8}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty icon="loan">{t.dashboard.none[side]}</Empty>
        ) : (
          <DataTable
            name={side === "borrower" ? "prets" : "prets-garantis"}
            caption={t.loans.list}
            rows={items}
            columns={columns}
            rowId={loanId}
            sort={FIRST_SORT}
          >
            <ExportAll key={structureId} side={side} structureId={structureId} />
          </DataTable>
        )
      }
    </Loaded>
  );
}
