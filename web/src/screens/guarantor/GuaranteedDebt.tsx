/** What a structure guarantees: on any day, borrower by borrower, and what the last revision changed. */
import { Stack, Text } from "@mantine/core";
import { useMemo } from "react";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { ChartWithTable } from "../../ui/chart/ChartWithTable";
import { Empty, Loaded } from "../../ui/states";
import type { Column } from "../../ui/table/DataTable";
import { LastRevision } from "../borrower/LastRevision";
import { OutstandingsOn } from "../borrower/OutstandingsOn";
import { PortfolioPage } from "../borrower/PortfolioPage";
import { texts as shared } from "../borrower/texts";
import { type LoanLine, useLoans } from "../borrower/usePortfolio";
import { type BorrowerOwed, byBorrower } from "./byBorrower";
import { Coming } from "./Coming";
import { texts } from "./texts";

export default function GuaranteedDebt() {
  const t = useTexts(texts);
  return (
    <PortfolioPage title={t.title} side="guarantor">
      {({ structure_id }) => <Debt key={structure_id} structureId={structure_id} />}
    </PortfolioPage>
  );
}

function Debt({ structureId }: { structureId: string }) {
  const t = useTexts(texts);
  const loans = useLoans("guarantor", structureId);
  return (
    <Loaded query={loans} lines={8}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty icon="shield">{t.none}</Empty>
        ) : (
          <Stack gap="lg">
            <Text c="dimmed">{t.atShares}</Text>
            <OutstandingsOn side="guarantor" structureId={structureId} />
            <Coming loans={items} />
            <Borrowers loans={items} />
            <LastRevision side="guarantor" structureId={structureId} />
          </Stack>
        )
      }
    </Loaded>
  );
}

const borrowerId = (row: BorrowerOwed): string => row.borrower;

function Borrowers({ loans }: { loans: readonly LoanLine[] }) {
  const t = useTexts(texts);
  const { figures, loans: words } = useTexts(shared);
  const format = useFormat();
  const rows = useMemo(() => byBorrower(loans), [loans]);
  const columns = useMemo<Column<BorrowerOwed>[]>(() => {
    const amount = { kind: "money", total: true } as const;
    return [
      { id: "borrower", header: words.borrower, value: borrowerId },
      { id: "loans", header: figures.loans, kind: "number", total: true, value: (row) => row.loans },
      { id: "outstanding", header: figures.outstanding, value: (row) => row.outstanding, ...amount },
      { id: "accrued", header: figures.accrued, value: (row) => row.accrued, ...amount },
      { id: "next", header: words.nextAmount, value: (row) => row.next, ...amount },
    ];
  }, [figures, words]);
  const all = rows.reduce((sum, row) => sum + Math.round(Number(row.outstanding) * 100), 0) / 100;
  return (
    <ChartWithTable
      name="dette-garantie-par-emprunteur"
      title={t.byBorrower}
      summary={t.summary(format.money(all))}
      rows={rows}
      columns={columns}
      rowId={borrowerId}
      x="borrower"
      series={["outstanding"]}
      kind="ranking"
    />
  );
}
