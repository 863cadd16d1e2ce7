/** Two schedules side by side, day by day. */
import type { Row } from "./useLoan";

export type Compared = {
  due_on: string;
  before: string | null;
  after: string | null;
  difference: string | null;
  rateBefore: string | null;
  rateAfter: string | null;
};

export function compared(before: readonly Row[], after: readonly Row[]): Compared[] {
  const earlier = new Map(before.map((row) => [row.due_on, row]));
  const later = new Map(after.map((row) => [row.due_on, row]));
  const days = [...new Set([...earlier.keys(), ...later.keys()])].sort();
  return days.map((day) => {
    const [was, is] = [earlier.get(day), later.get(day)];
    return {
      due_on: day,
      before: was?.instalment ?? null,
      after: is?.instalment ?? null,
      difference: was && is ? subtracted(is.instalment, was.instalment) : null,
      rateBefore: was?.rate || null,
      rateAfter: is?.rate || null,
    };
  });
}

/** Exact: cents are subtracted. */
export function subtracted(from: string, amount: string): string {
  return ((Math.round(Number(from) * 100) - Math.round(Number(amount) * 100)) / 100).toFixed(2);
}
