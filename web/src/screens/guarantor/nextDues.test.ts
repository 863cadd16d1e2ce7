import { expect, test } from "vitest";
import type { LoanLine } from "../borrower/usePortfolio";
import { nextDues } from "./nextDues";

const line = (loan_number: string, next_due_on: string | null) => ({ loan_number, next_due_on }) as LoanLine;

test("the next instalments come soonest first, as many as are wanted, none of a loan that is repaid", () => {
  const loans = [
    line("3", "2026-05-01"),
    line("2", null),
    line("4", "2026-02-01"),
    line("1", "2026-05-01"),
    line("5", "2027-01-01"),
  ];
  expect(nextDues(loans, 3).map((due) => due.loan_number)).toEqual(["4", "1", "3"]);
});
