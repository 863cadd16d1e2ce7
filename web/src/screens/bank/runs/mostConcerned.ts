/** Of many products or structures, those that pay most more, or most less. */
import { subtracted } from "../../borrower/compared";
import type { Part } from "./useRuns";

export function mostConcerned(parts: readonly Part[], count: number): Part[] {
  return parts.toSorted((left, right) => change(right) - change(left)).slice(0, count);
}

function change(part: Part): number {
  return Math.abs(Number(subtracted(part.due_within_a_year_after, part.due_within_a_year_before)));
}
