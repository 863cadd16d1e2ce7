/** The columns of a list of loans; a guarantor's has the borrower and the share. */
import { Anchor } from "@mantine/core";
import { useMemo } from "react";
import { Link } from "react-router";
import { useTexts } from "../../i18n/texts";
import type { Column } from "../../ui/table/DataTable";
import { texts } from "./texts";
import type { LoanLine, Side } from "./usePortfolio";
import { productName, useIndexName } from "./words";

export const loanId = (loan: LoanLine): string => loan.loan_number;

export function LoanLink({ number }: { number: string }) {
  return (
    <Anchor component={Link} to={`/prets/${number}`} inherit>
      {number}
    </Anchor>
  );
}

export function useLoanColumns(side: Side): readonly Column<LoanLine>[] {
  const t = useTexts(texts);
  const indexName = useIndexName();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names of the indexes change with the texts.
  return useMemo(() => columnsOf(side, t, indexName), [side, t]);
}

type Texts = typeof texts.fr;

function columnsOf(side: Side, t: Texts, indexName: (code: string) => string): Column<LoanLine>[] {
  const states: Record<string, string> = { running: t.loans.running, repaid: t.loans.repaid };
  const number: Column<LoanLine> = {
    id: "loan_number",
    header: t.loans.number,
    value: loanId,
    show: (loan) => <LoanLink number={loan.loan_number} />,
  };
  const guarantee: Column<LoanLine>[] = [
    { id: "borrower", header: t.loans.borrower, value: (loan) => loan.borrower_name, choice: true },
    { id: "share", header: t.loans.share, kind: "percent", value: (loan) => loan.share },
  ];
  return [
    number,
    ...(side === "guarantor" ? guarantee : []),
    {
      id: "product",
      header: t.figures.product,
      value: (loan) => loan.product,
      words: productName,
      choice: true,
    },
    { id: "object", header: t.loans.object, value: (loan) => loan.object, hidden: true },
    { id: "contract", header: t.loans.contract, value: (loan) => loan.contract_number, hidden: true },
    {
      id: "signed",
      header: t.loans.signed,
      kind: "day",
      value: (loan) => loan.contract_signed_on,
      hidden: true,
    },
    {
      id: "index",
      header: t.loans.index,
      value: (loan) => loan.index ?? "fixed",
      words: indexName,
      choice: true,
    },
    { id: "rate", header: t.figures.rate, kind: "percent", value: (loan) => loan.rate },
    {
      id: "outstanding",
      header: t.figures.outstanding,
      kind: "money",
      total: true,
      value: (loan) => loan.outstanding,
    },
    { id: "next", header: t.loans.next, kind: "day", value: (loan) => loan.next_due_on },
    {
      id: "next_instalment",
      header: t.loans.nextAmount,
      kind: "money",
      total: true,
      value: (loan) => (loan.next_due_on ? loan.next_instalment : null),
    },
    { id: "last", header: t.loans.last, kind: "day", value: (loan) => loan.last_due_on },
    ...hiddenAmounts(t),
    {
      id: "state",
      header: t.loans.state,
      value: (loan) => (loan.next_due_on ? "running" : "repaid"),
      words: (state) => states[state] ?? state,
      choice: true,
      hidden: true,
    },
  ];
}

function hiddenAmounts(t: Texts): Column<LoanLine>[] {
  const shared = { kind: "money", total: true, hidden: true } as const;
  return [
    { id: "principal", header: t.loans.principal, value: (loan) => loan.principal, ...shared },
    { id: "deferred", header: t.figures.deferred, value: (loan) => loan.deferred_interest, ...shared },
    { id: "accrued", header: t.figures.accrued, value: (loan) => loan.accrued_interest, ...shared },
  ];
}
