/** The words of the trade that several screens show. */
import { useTexts } from "../../i18n/texts";
import { texts } from "./texts";

/** PLUS_FONCIER → PLUS foncier: people know products by their short names. */
export function productName(code: string): string {
  return code.replace("_FONCIER", " foncier").replaceAll("_", " ");
}

/** livret_a → Livret A; what has no name keeps its code. */
export function useIndexName(): (code: string) => string {
  const names: Record<string, string> = useTexts(texts).indexes;
  return (code) => names[code] ?? code;
}
