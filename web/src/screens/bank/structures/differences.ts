/** A change of a structure, fact by fact, as people read it. */
import type { Change } from "./useRegister";

export type Difference = {
  version: number;
  field: string;
  changedAt: string;
  changedBy: string | null;
  through: string;
  before: string | null;
  after: string | null;
};

export function differencesOf(change: Change): Difference[] {
  return Object.entries(change.differences as Record<string, [unknown, unknown]>).map(
    ([field, [before, after]]) => ({
      version: change.version,
      field,
      changedAt: change.changed_at,
      changedBy: change.changed_by,
      through: change.through,
      before: inWords(before),
      after: inWords(after),
    }),
  );
}

/** An address is written on one line. */
function inWords(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "object") return Object.values(value).filter(Boolean).join(", ");
  return String(value);
}
