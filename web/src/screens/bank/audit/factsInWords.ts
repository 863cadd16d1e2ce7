/** What an audit trail adds to an act, in words: rights and how requests ended by their names, the rest as it was written. */
import type { Act } from "./useTrail";

type Names = Record<string, string>;
export type FactWords = {
  names: Names;
  /** By fact: how what it may be is called */
  values: Record<string, Names>;
  one: (name: string, value: string) => string;
};

export function factsInWords(facts: Act["facts"], { names, values, one }: FactWords): string {
  return Object.entries(facts)
    .filter(([, value]) => value !== "")
    .map(([name, value]) => one(names[name] ?? name, written(value, values[name] ?? {})))
    .join(" · ");
}

function written(value: unknown, names: Names): string {
  if (Array.isArray(value)) return value.map((each) => written(each, names)).join(", ");
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return names[text] ?? text;
}
