import type { Row } from "../borrower/useLoan";

/** The sum of a column of a schedule, in cents. */
export function cents(rows: readonly Row[], name: "interest_paid" | "instalment"): number {
  return rows.reduce((sum, row) => sum + Math.round(Number(row[name]) * 100), 0);
}
