import { expect, test } from "vitest";
import type { LoanLine } from "../borrower/usePortfolio";
import { byBorrower } from "./byBorrower";

const line = (borrower: string, outstanding: string) =>
  ({
    borrower_id: borrower,
    borrower_name: borrower,
    outstanding,
    accrued_interest: "0.10",
    next_instalment: "1.00",
  }) as LoanLine;

test("each borrower's loans add up to the cent, the largest borrower first", () => {
  const sums = byBorrower([line("a", "0.10"), line("b", "5.00"), line("a", "0.20")]);
  expect(sums).toEqual([
    { borrower: "b", loans: 1, outstanding: "5.00", accrued: "0.10", next: "1.00" },
    { borrower: "a", loans: 2, outstanding: "0.30", accrued: "0.20", next: "2.00" },
  ]);
});
