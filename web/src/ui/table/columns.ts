/** What a column of a table is, and how its values sort, filter, add up and read. */
import type { ReactNode } from "react";
import type { Format } from "../../i18n/format";

export type Value = string | number | null;
export type Kind = "text" | "money" | "percent" | "number" | "day";

export type Column<Row> = {
  id: string;
  header: string;
  /** As the API gives it: "1234.50" for money, "0.017" for percent, "2026-02-01" for a day. */
  value: (row: Row) => Value;
  kind?: Kind;
  /** How a cell shows it, where its kind is not enough: a link, a badge, a word for a code. */
  show?: (row: Row) => ReactNode;
  /** The words of a value: they are searched, sorted by and exported in place of a code. */
  words?: (value: string) => string;
  /** Money and numbers that add up: in the footer and in each group. */
  total?: boolean;
  /** Few distinct values: people filter by choosing some, and can group by it. */
  choice?: boolean;
  /** Sentences and addresses: on several lines where they need them, as long as the table is short. */
  long?: boolean;
  /** Not shown until somebody asks for it. */
  hidden?: boolean;
};

const ACCENTS = /\p{M}/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant.
const UNACCENTED = /^[\x00-\x7f]*$/;

/** A text as it is searched and sorted: without accents and capitals. */
export function plain(text: string): string {
  if (UNACCENTED.test(text)) return text.toLowerCase();
  return text.normalize("NFD").replace(ACCENTS, "").toLowerCase();
}

export function isNumeric(kind: Kind = "text"): boolean {
  return kind === "money" || kind === "percent" || kind === "number";
}

export function wordsOf<Row>(column: Column<Row>, value: string | number): string {
  return column.words ? column.words(String(value)) : String(value);
}

/** A value as the reader's language writes it. */
export function written<Row>(column: Column<Row>, value: Value, format: Format): string {
  if (value === null || value === "") return "–";
  switch (column.kind) {
    case "money":
      return format.money(value);
    case "percent":
      return format.percent(value);
    case "number":
      return format.number(Number(value));
    case "day":
      return format.shortDay(String(value));
    default:
      return wordsOf(column, value);
  }
}
