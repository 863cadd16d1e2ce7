/** What falls due next on guaranteed loans, at the shares of the guarantor. */
import { Anchor, Group, Paper, Stack, Title } from "@mantine/core";
import { useMemo } from "react";
import { Link } from "react-router";
import { useTexts } from "../../i18n/texts";
import { type Column, DataTable } from "../../ui/table/DataTable";
import { LoanLink } from "../borrower/loanColumns";
import { texts as shared } from "../borrower/texts";
import type { LoanLine } from "../borrower/usePortfolio";
import { type NextDue, nextDues } from "./nextDues";
import { texts } from "./texts";

const NEXT = 6;

export function Coming({ loans }: { loans: readonly LoanLine[] }) {
  const t = useTexts(texts);
  const { figures, loans: words } = useTexts(shared);
  const rows = useMemo(() => nextDues(loans, NEXT), [loans]);
  const columns = useMemo<Column<NextDue>[]>(
    () => [
      { id: "due_on", header: figures.day, kind: "day", value: (due) => due.next_due_on },
      {
        id: "loan",
        header: words.number,
        value: (due) => due.loan_number,
        show: (due) => <LoanLink number={due.loan_number} />,
      },
      { id: "borrower", header: words.borrower, value: (due) => due.borrower_name },
      { id: "amount", header: figures.instalment, kind: "money", value: (due) => due.next_instalment },
    ],
    [figures, words],
  );
  return (
    <Paper component="section" withBorder p="md" aria-label={t.next}>
      <Stack>
        <Group justify="space-between">
          <Title order={2} size="h4">
            {t.next}
          </Title>
          <Anchor component={Link} to="/prets-garantis">
            {t.all}
          </Anchor>
        </Group>
        <DataTable
          name="prochaines-echeances-garanties"
          caption={t.next}
          rows={rows}
          columns={columns}
          rowId={(due) => due.loan_number}
          plain
        />
      </Stack>
    </Paper>
  );
}
