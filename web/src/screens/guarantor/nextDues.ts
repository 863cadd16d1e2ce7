/** The next instalments of guaranteed loans, the soonest first; of a loan that is repaid there is none. */
import type { LoanLine } from "../borrower/usePortfolio";

export type NextDue = LoanLine & { next_due_on: string };

export function nextDues(loans: readonly LoanLine[], most: number): NextDue[] {
  const order = (left: NextDue, right: NextDue) =>
    left.next_due_on.localeCompare(right.next_due_on) || left.loan_number.localeCompare(right.loan_number);
  return loans.filter(isRunning).sort(order).slice(0, most);
}

function isRunning(loan: LoanLine): loan is NextDue {
  return loan.next_due_on !== null;
}
