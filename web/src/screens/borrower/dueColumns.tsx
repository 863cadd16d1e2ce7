/** The columns of what falls due: one by one, and by month or year. */
import { useMemo } from "react";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import type { Column } from "../../ui/table/DataTable";
import { LoanLink } from "./loanColumns";
import { texts } from "./texts";
import type { BorrowerDue, Due, MonthDue, Side } from "./usePortfolio";

export const dueId = (due: Due): string => `${due.due_on} ${due.loan_number} ${due.number}`;

export function useDueColumns(side: Side): readonly Column<Due>[] {
  const t = useTexts(texts);
  return useMemo(
    () => [
      { id: "due_on", header: t.figures.day, kind: "day", value: (due) => due.due_on },
      {
        id: "loan",
        header: t.loans.number,
        value: (due) => due.loan_number,
        show: (due) => <LoanLink number={due.loan_number} />,
      },
      ...(side === "guarantor" ? [{ ...borrower, header: t.loans.borrower }] : []),
      {
        id: "instalment",
        header: t.figures.instalment,
        kind: "money",
        value: (due) => due.instalment,
      },
      {
        id: "principal",
        header: t.figures.principal,
        kind: "money",
        value: (due) => due.principal,
      },
      {
        id: "interest",
        header: t.figures.interest,
        kind: "money",
        value: (due) => due.interest,
      },
    ],
    [side, t],
  );
}

const borrower = { id: "borrower", value: (due: Due) => due.borrower_name ?? "", choice: true };

export function useBorrowerColumns(): readonly Column<BorrowerDue>[] {
  const t = useTexts(texts);
  return useMemo(() => {
    const amount = { kind: "money", total: true } as const;
    return [
      { id: "borrower", header: t.loans.borrower, value: (row) => row.borrower_name },
      {
        id: "instalments",
        header: t.figures.instalments,
        kind: "number",
        total: true,
        value: (row) => row.instalments,
      },
      { id: "amount", header: t.figures.amount, value: (row) => row.amount, ...amount },
      { id: "principal", header: t.figures.principal, value: (row) => row.principal, ...amount },
      { id: "interest", header: t.figures.interest, value: (row) => row.interest, ...amount },
    ];
  }, [t]);
}

/** A month ("2026-05") or a year ("2026"). */
export type PeriodDue = Omit<MonthDue, "month"> & { period: string };

export function usePeriodColumns(by: "month" | "year"): readonly Column<PeriodDue>[] {
  const t = useTexts(texts);
  const format = useFormat();
  return useMemo(() => {
    const amount = { kind: "money", total: true } as const;
    return [
      {
        id: "period",
        header: by === "month" ? t.figures.month : t.figures.year,
        value: (row) => row.period,
        words: by === "month" ? format.month : (year) => year,
        show: (row) => (by === "month" ? format.month(row.period) : row.period),
      },
      {
        id: "instalments",
        header: t.figures.instalments,
        kind: "number",
        total: true,
        value: (row) => row.instalments,
      },
      { id: "amount", header: t.figures.amount, value: (row) => row.amount, ...amount },
      { id: "principal", header: t.figures.principal, value: (row) => row.principal, ...amount },
      { id: "interest", header: t.figures.interest, value: (row) => row.interest, ...amount },
    ];
  }, [t, by, format]);
}
