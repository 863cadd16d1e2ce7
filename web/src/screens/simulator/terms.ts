/** What was typed, as the public terms of a loan. */
import type { components } from "../../api/types/lending";
import { PRODUCTS } from "./products";

type Schemas = components["schemas"];
export type Terms = Schemas["Terms"];
export type Fixing = { effective_on: string; value: string };

/** Amounts in euros, rates in percent, as people say them. */
export type Typed = {
  product: string;
  principal: number | string;
  starts_on: string;
  years: number | string;
  months: string;
  kind: "index" | "fixed";
  margin: number | string;
  fixed: number | string;
  profile: NonNullable<Terms["profile"]>;
  revision: NonNullable<Terms["revision"]>;
  progressivity: number | string;
  deferred: number | string;
  deferral: Schemas["Deferral"]["interest"];
};

export const INDEX = "livret_a";

/** The usual terms of a product; amount and date are left as they are. */
export function usualTerms(product: string): Partial<Typed> {
  const usual = PRODUCTS[product];
  if (!usual) return { product };
  const { months, ...others } = usual;
  return { product, kind: "index", months: String(months), progressivity: 0, deferred: 0, ...others };
}

export function termsOf(typed: Typed, fixings?: readonly Fixing[]): Terms {
  const months = Number(typed.months) as Terms["months_between_instalments"];
  const isIndexed = typed.kind === "index";
  return {
    principal: Number(typed.principal).toFixed(2),
    starts_on: typed.starts_on,
    instalments: Math.round((Number(typed.years) * 12) / months),
    months_between_instalments: months,
    profile: typed.profile,
    revision: isIndexed ? typed.revision : "none",
    rate: isIndexed
      ? { kind: "index", index: INDEX, margin: fraction(typed.margin) }
      : { kind: "fixed", value: fraction(typed.fixed) },
    ...(typed.profile === "instalment_priority" ? { progressivity: fraction(typed.progressivity) } : {}),
    ...(Number(typed.deferred) > 0
      ? { deferral: { instalments: Number(typed.deferred), interest: typed.deferral } }
      : {}),
    ...(fixings && isIndexed ? { fixings: [...fixings] } : {}),
  };
}

/** The published values that matter to a loan, and one more that might come. */
export function withSupposed(published: readonly Fixing[], supposed: Fixing, startsOn: string): Fixing[] {
  const byDay = new Map(published.map(({ effective_on, value }) => [effective_on, value]));
  byDay.set(supposed.effective_on, supposed.value);
  const all = [...byDay].sort().map(([effective_on, value]) => ({ effective_on, value }));
  const before = all.filter((each) => each.effective_on <= startsOn).length;
  return all.slice(Math.max(before - 1, 0));
}

/** 0.6 (percent) → "0.006" */
export function fraction(percent: number | string): string {
  const written = (Number(percent) / 100).toFixed(8).replace(/\.?0+$/, "");
  return written === "-0" ? "0" : written;
}
