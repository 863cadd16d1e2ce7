/** What a value of an index moves: what falls due next, within a year, and interest to maturity, before and after. */
import type { Column } from "../../ui/table/DataTable";
import type { texts } from "./texts";

export const FIGURES = ["next", "year", "interest"] as const;
export const FIELDS = {
  next: "next_instalments",
  year: "due_within_a_year",
  interest: "interest_to_maturity",
} as const;

type Field = (typeof FIELDS)[keyof typeof FIELDS];
export type Moved = Record<`${Field}_${"before" | "after"}`, string>;

/** Two columns a figure, under the words for before and after; those of what falls due next are hidden at first. */
export function figureColumns<Row extends Moved>(
  t: typeof texts.fr,
  before: string,
  after: string,
): Column<Row>[] {
  return FIGURES.flatMap((figure): Column<Row>[] => {
    const field = FIELDS[figure];
    const shared = { kind: "money", total: true, hidden: figure === "next" } as const;
    const short = t.whatIf.short[figure];
    return [
      {
        id: `${figure}_before`,
        header: `${short} – ${before}`,
        value: (row) => row[`${field}_before`],
        ...shared,
      },
      {
        id: `${figure}_after`,
        header: `${short} – ${after}`,
        value: (row) => row[`${field}_after`],
        ...shared,
      },
    ];
  });
}
