/** An indemnity as an agent types it: percentages and points of a curve, as the service reads them. */

import { amountOf } from "../../../ui/Euros";
import type { Question } from "../../borrower/life/useLife";
import { fraction } from "../../simulator/terms";

export const KINDS = ["usual", "none", "six_months", "percent", "amount", "actuarial"] as const;

/** rate in percent: what money that is due so many months later is worth a year */
export type Point = { months: number | string; rate: number | string };
export type TypedIndemnity = {
  kind: (typeof KINDS)[number];
  percent: number | string;
  amount: number | string;
  curve: readonly Point[];
};

export const USUAL: TypedIndemnity = {
  kind: "usual",
  percent: "",
  amount: "",
  curve: [{ months: 12, rate: "" }],
};

/** Nothing for the usual one: the service knows it. */
export function indemnityOf({ kind, percent, amount, curve }: TypedIndemnity): Question["indemnity"] {
  switch (kind) {
    case "usual":
      return null;
    case "percent":
      return { kind, value: fraction(percent) };
    case "amount":
      return { kind, value: amountOf(amount) };
    case "actuarial":
      return {
        kind,
        curve: curve.map(({ months, rate }) => ({ months: Number(months), rate: fraction(rate) })),
      };
    default:
      return { kind };
  }
}
