/**
 * Catalogues of texts, one beside the screen that shows it, French and English side by side.
 *
 *     export const texts = defineTexts({
 *       fr: { title: "Mes sessions", ended: (count: number) => `${count} sessions terminées` },
 *       en: { title: "My sessions", ended: (count: number) => `${count} sessions ended` },
 *     });
 *     const t = useTexts(texts);   t.title   t.ended(3)
 *
 * A key, or a parameter, that one language lacks does not compile.
 */
import { type Language, useLanguage } from "./language";

// biome-ignore lint/suspicious/noExplicitAny: a text takes whatever parameters its sentence has.
type Text = string | ((...facts: any[]) => string);
export type Catalogue = { [key: string]: Text | Catalogue | readonly Catalogue[] };

type SameShape<T> = T extends string
  ? string
  : T extends (...facts: infer Facts) => string
    ? (...facts: Facts) => string
    : { [K in keyof T]: SameShape<T[K]> };

export type Texts<T> = Record<Language, T>;

export function defineTexts<T extends Catalogue>(given: { fr: T; en: SameShape<T> }): Texts<T> {
  return { fr: typeset(given.fr), en: given.en as unknown as T };
}

export function useTexts<T>(texts: Texts<T>): T {
  return texts[useLanguage()];
}

/** A text that stands in both languages beside what it names. */
export function inLanguage(texts: Texts<string>, language: Language): string {
  return language === "fr" ? frenchSpaces(texts.fr) : texts.en;
}

/** French as printers set it: no line begins with : ; ? ! or », none ends with «. */
export function frenchSpaces(text: string): string {
  return text
    .replace(/ ([;?!])/g, "\u202f$1")
    .replace(/ ([:»%€])/g, "\u00a0$1")
    .replace(/« /g, "«\u00a0");
}

function typeset<T>(entry: T): T {
  if (typeof entry === "string") return frenchSpaces(entry) as T;
  if (typeof entry === "function") return ((...facts: unknown[]) => frenchSpaces(entry(...facts))) as T;
  if (Array.isArray(entry)) return entry.map(typeset) as T;
  return Object.fromEntries(Object.entries(entry as object).map(([key, text]) => [key, typeset(text)])) as T;
}
