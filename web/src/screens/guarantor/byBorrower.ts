/** Guaranteed loans added up by borrower, the largest first; exact: cents are added. */
import type { LoanLine } from "../borrower/usePortfolio";

export type BorrowerOwed = {
  borrower: string;
  loans: number;
  outstanding: string;
  accrued: string;
  next: string;
};

const cents = (amount: string): number => Math.round(Number(amount) * 100);
const euros = (sum: number): string => (sum / 100).toFixed(2);

export function byBorrower(loans: readonly LoanLine[]): BorrowerOwed[] {
  const groups = new Map<string, { name: string; lines: LoanLine[] }>();
  for (const loan of loans) {
    const group = groups.get(loan.borrower_id) ?? { name: loan.borrower_name, lines: [] };
    group.lines.push(loan);
    groups.set(loan.borrower_id, group);
  }
  const sum = (lines: LoanLine[], name: "outstanding" | "accrued_interest" | "next_instalment") =>
    euros(lines.reduce((all, line) => all + cents(line[name]), 0));
  return [...groups.values()]
    .map(({ name, lines }) => ({
      borrower: name,
      loans: lines.length,
      outstanding: sum(lines, "outstanding"),
      accrued: sum(lines, "accrued_interest"),
      next: sum(lines, "next_instalment"),
    }))
    .sort((left, right) => cents(right.outstanding) - cents(left.outstanding));
}
