/** Rows as a file that spreadsheets open: in French with semicolons and decimal commas, as Excel expects there. */
import type { Language } from "../../i18n/language";
import { type Column, isNumeric, wordsOf } from "./columns";

const BYTE_ORDER_MARK = "\ufeff";
/** A cell that begins so is a formula to a spreadsheet. */
const FORMULA = /^[=+\-@\t\r]/;

export function csv<Row>(columns: readonly Column<Row>[], rows: readonly Row[], language: Language): string {
  const separator = language === "fr" ? ";" : ",";
  const lines = rows.map((row) => columns.map((column) => cell(column, row, language)));
  const all = [columns.map((column) => quoted(column.header)), ...lines];
  return BYTE_ORDER_MARK + all.map((line) => line.join(separator)).join("\r\n");
}

function cell<Row>(column: Column<Row>, row: Row, language: Language): string {
  const value = column.value(row);
  if (value === null) return "";
  if (isNumeric(column.kind)) return language === "fr" ? String(value).replace(".", ",") : String(value);
  const text = wordsOf(column, value);
  return quoted(FORMULA.test(text) ? `'${text}` : text);
}

function quoted(text: string): string {
  return /[";,\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
