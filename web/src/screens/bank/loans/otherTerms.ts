/** Other terms as an agent types them; what is left empty stays as it is. */
import type { Agreed } from "../../borrower/termsInWords";
import type { Row, Sheet } from "../../borrower/useLoan";
import { fraction } from "../../simulator/terms";

type Percent = number | string;

/** Rates in percent. */
export type Typed = {
  effective_on: string;
  instalments: number | string;
  rate: "" | "index" | "fixed";
  index: NonNullable<NonNullable<Agreed["rate"]>["index"]>;
  margin: Percent;
  fixed: Percent;
  rate_floor: Percent;
  rate_cap: Percent;
  months: "" | "1" | "3" | "6" | "12";
  revision: "" | NonNullable<Agreed["revision"]>;
  progressivity: Percent;
  progressivity_floor: Percent;
  progressivity_applies: "" | NonNullable<Agreed["progressivity_applies"]>;
  profile: "" | NonNullable<Agreed["profile"]>;
  capital_progressivity: Percent;
  interest_mode: "" | NonNullable<Agreed["interest_mode"]>;
  deferred: Percent;
  deferral: NonNullable<Agreed["deferral"]>["interest"];
};

export const UNCHANGED: Typed = {
  effective_on: "",
  instalments: "",
  rate: "",
  index: "livret_a",
  margin: "",
  fixed: "",
  rate_floor: "",
  rate_cap: "",
  months: "",
  revision: "",
  progressivity: "",
  progressivity_floor: "",
  progressivity_applies: "",
  profile: "",
  capital_progressivity: "",
  interest_mode: "",
  deferred: "",
  deferral: "deferred",
};

const PERCENTS = ["progressivity", "progressivity_floor", "capital_progressivity"] as const;
const CHOICES = ["revision", "progressivity_applies", "profile", "interest_mode"] as const;

export function agreedOf(typed: Typed): Agreed {
  const percents = PERCENTS.filter((name) => typed[name] !== "").map((name) => [name, fraction(typed[name])]);
  const choices = CHOICES.filter((name) => typed[name]).map((name) => [name, typed[name]]);
  return {
    ...Object.fromEntries([...percents, ...choices]),
    ...(typed.rate && { rate: rateOf(typed) }),
    ...(typed.months && { months_between_instalments: Number(typed.months) }),
    ...(Number(typed.deferred) > 0 && {
      deferral: { instalments: Number(typed.deferred), interest: typed.deferral },
    }),
  };
}

function rateOf(typed: Typed): Agreed["rate"] {
  if (typed.rate === "fixed") return { kind: "fixed", value: fraction(typed.fixed) };
  const limits = (["rate_floor", "rate_cap"] as const).filter((name) => typed[name] !== "");
  return {
    kind: "index",
    index: typed.index,
    margin: fraction(typed.margin),
    ...Object.fromEntries(limits.map((name) => [name, fraction(typed[name])])),
  };
}

/** The due dates after which other terms may begin: not called yet, none beyond the period that runs, some principal left. */
export function possibleDays(rows: readonly Row[], { as_of, billed_until }: Sheet): Row[] {
  const dues = rows.filter((row) => row.event === "instalment");
  const ends = dues.find((row) => row.due_on > as_of)?.due_on ?? "";
  return dues.filter(
    (row) => row.due_on >= billed_until && row.due_on <= ends && Number(row.outstanding) > 0,
  );
}

/** How many instalments are left after a day. */
export function leftAfter(rows: readonly Row[], day: string): number {
  return rows.filter((row) => row.event === "instalment" && row.due_on > day).length;
}

/** Exact: cents are added. */
export function totalInterest(rows: readonly Row[]): string {
  const cents = rows.reduce((sum, row) => sum + Math.round(Number(row.interest_paid) * 100), 0);
  return (cents / 100).toFixed(2);
}
