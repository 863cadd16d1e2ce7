/** Dates, money and percentages as the reader's language writes them. What the API sends are strings: none is rounded. */
import { type Language, useLanguage } from "./language";

const LOCALES: Record<Language, string> = { fr: "fr-FR", en: "en-GB" };
const TIME_ZONE = "Europe/Paris";

export type Format = ReturnType<typeof formats>;

/** Made once a language: the browser's formatters take longer to make than the lines of a table to draw. */
const made: Partial<Record<Language, Format>> = {};

export function useFormat(): Format {
  const language = useLanguage();
  made[language] ??= formats(language);
  return made[language];
}

export function formats(language: Language) {
  const locale = LOCALES[language];
  const number = new Intl.NumberFormat(locale);
  const euros = new Intl.NumberFormat(locale, { style: "currency", currency: "EUR" });
  const wholeEuros = new Intl.NumberFormat(locale, {
    style: "currency",
    currency: "EUR",
    maximumFractionDigits: 0,
  });
  const percent = new Intl.NumberFormat(locale, {
    style: "percent",
    minimumFractionDigits: 2,
    maximumFractionDigits: 6,
  });
  // A day has no time zone: it is read and written in UTC.
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  const shortDay = new Intl.DateTimeFormat(locale, {
    day: "2-digit",
    month: "2-digit",
    year: "numeric",
    timeZone: "UTC",
  });
  const month = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" });
  const instant = new Intl.DateTimeFormat(locale, {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: TIME_ZONE,
  });
  // French has an ordinal for the first day of a month, and for no other.
  const first = (text: string) => (language === "fr" ? text.replace(/^1 /, "1er ") : text);
  const plural = new Intl.PluralRules(locale);
  return {
    language,
    /** 12345 → 12 345 */
    number: (value: number) => number.format(value),
    /** "1234.50" → 1 234,50 € */
    money: (value: string | number) => euros.format(value as number),
    /** 1234567.8 → 1 234 568 €, where cents would only disturb: axes, tiles */
    wholeMoney: (value: string | number) => wholeEuros.format(value as number),
    /** "0.017", a fraction of 1 → 1,70 % */
    percent: (value: string | number) => percent.format(value as number),
    /** "2026-02-01" → 1er février 2026 */
    day: (value: string) => first(day.format(new Date(value))),
    /** "2026-02-01" → 01/02/2026, for tables */
    shortDay: (value: string) => shortDay.format(new Date(value)),
    /** "2026-02" or "2026-02-01" → février 2026 */
    month: (value: string) => month.format(new Date(value)),
    /** An instant with its offset → 1er février 2026 à 14:05, in Paris */
    instant: (value: string) => first(instant.format(new Date(value))),
    /** plural(2, "prêt", "prêts") → 2 prêts */
    plural: (count: number, one: string, other: string) =>
      `${number.format(count)} ${plural.select(count) === "one" ? one : other}`,
  };
}
