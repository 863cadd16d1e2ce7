/** What moved, or would move, for a guarantor, borrower by borrower. */
import { Stack, Title } from "@mantine/core";
import { useMemo } from "react";
import { useTexts } from "../../i18n/texts";
import { type Column, DataTable } from "../../ui/table/DataTable";
import { figureColumns, type Moved } from "./figures";
import { texts } from "./texts";

type Row = Moved & { borrower_id: string; borrower_name: string };
type ByBorrowerProps = { rows: readonly Row[]; before: string; after: string };

export function ByBorrower({ rows, before, after }: ByBorrowerProps) {
  const t = useTexts(texts);
  const columns = useMemo<Column<Row>[]>(
    () => [
      { id: "borrower", header: t.loans.borrower, value: (row) => row.borrower_name },
      ...figureColumns<Row>(t, before, after),
    ],
    [t, before, after],
  );
  return (
    <Stack component="section" gap="xs" aria-label={t.whatIf.byBorrower}>
      <Title order={3} size="h5">
        {t.whatIf.byBorrower}
      </Title>
      <DataTable
        name="par-emprunteur"
        caption={t.whatIf.byBorrower}
        rows={rows}
        columns={columns}
        rowId={(row) => row.borrower_id}
      />
    </Stack>
  );
}
