/** The terms of a loan as sentences: what its contract says, for who does not read contracts. */

import type { components } from "../../api/types/lending";
import type { Format } from "../../i18n/format";
import type { texts as lifeTexts } from "./life/texts";
import type { texts } from "./texts";
import type { Terms } from "./useLoan";

type Texts = typeof texts.fr;
/** What a rearrangement changes of the terms. */
export type Agreed = components["schemas"]["AgreedAnew"];
type Names = (index: string) => string;

export function termsInWords(terms: Terms, t: Texts, format: Format, indexName: Names): string[] {
  const w = t.terms;
  return [
    repayment(terms, t, format),
    ...rate(terms, t, format, indexName),
    w.revisions[terms.revision ?? "none"],
    w.profiles[terms.profile ?? "instalment_priority"],
    growth(terms, t, format),
    terms.deferral?.instalments
      ? w.deferral(terms.deferral.instalments) + w.deferrals[terms.deferral.interest]
      : "",
    terms.prefinancing ? w.prefinanced(terms.prefinancing.disbursements.length) : "",
    `${w.modes[terms.interest_mode ?? "equivalent"]}${terms.day_count ?? "30/360"}.`,
  ].filter(Boolean);
}

/** What was agreed anew, and nothing of what stays. */
export function agreedInWords(
  agreed: Agreed,
  t: Texts & { agreed: typeof lifeTexts.fr.agreed },
  format: Format,
  indexName: Names,
): string[] {
  const { terms: w, agreed: a } = t;
  const { months_between_instalments: months, progressivity, deferral } = agreed;
  return [
    months ? a.rhythm(w.rhythms[months]) : "",
    ...(agreed.rate ? rate({ rate: agreed.rate }, t, format, indexName) : []),
    agreed.revision ? w.revisions[agreed.revision] : "",
    agreed.progressivity_floor ? a.floor(format.percent(agreed.progressivity_floor)) : "",
    agreed.profile ? w.profiles[agreed.profile] : "",
    progressivity === undefined ? "" : growth({ progressivity }, t, format),
    agreed.capital_progressivity ? a.capitalGrowth(signed(agreed.capital_progressivity, format)) : "",
    deferral?.instalments ? a.deferral(deferral.instalments) + w.deferrals[deferral.interest] : "",
    agreed.interest_mode ? a.mode[agreed.interest_mode] : "",
  ].filter(Boolean);
}

function repayment(terms: Terms, { terms: w }: Texts, format: Format): string {
  const rhythm = w.rhythms[terms.months_between_instalments];
  const from = format.day(terms.starts_on);
  return terms.principal
    ? w.repaid(format.money(terms.principal), terms.instalments, rhythm, from)
    : w.repaidUnknown(terms.instalments, rhythm, from);
}

function rate(
  { rate: given }: Pick<Terms, "rate">,
  { terms: w }: Texts,
  format: Format,
  indexName: Names,
): string[] {
  if (given.kind === "fixed") return [w.fixed(format.percent(given.value ?? "0"))];
  const { fixed_until: until, fixed_value: value, switch: switched } = given;
  return [
    w.indexed(indexName(given.index ?? ""), margin(given.margin, format)),
    until && value ? w.firstFixed(format.percent(value), format.day(until)) : "",
    switched
      ? w.switched(format.day(switched.on), indexName(switched.index), margin(switched.margin, format))
      : "",
    given.rate_floor ? w.floor(format.percent(given.rate_floor)) : "",
    given.rate_cap ? w.cap(format.percent(given.rate_cap)) : "",
  ];
}

function growth(
  { progressivity, profile }: Pick<Terms, "progressivity" | "profile">,
  { terms: w }: Texts,
  format: Format,
): string {
  if (profile && profile !== "instalment_priority") return "";
  return Number(progressivity ?? 0) === 0 ? w.level : w.grows(signed(progressivity ?? "0", format));
}

const margin = (value: string | null | undefined, format: Format) => signed(value ?? "0", format);

/** "0.006" → + 0,60 %; "-0.002" → − 0,20 % */
function signed(value: string, format: Format): string {
  const isNegative = value.startsWith("-");
  return `${isNegative ? "−" : "+"} ${format.percent(isNegative ? value.slice(1) : value)}`;
}
