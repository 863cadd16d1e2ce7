/** Numbers of organisations as people read and type them. */

const NO_BREAK = "\u00a0";

/** "00000101000018" → 000 001 010 00018 */
export function groupedSiret(siret: string): string {
  return siret.replace(/^(\d{3})(\d{3})(\d{3})(\d{5})$/, `$1${NO_BREAK}$2${NO_BREAK}$3${NO_BREAK}$4`);
}

/** A client number as it is typed: "000314363", as contracts print it → 314363 */
export function typedClientNumber(printed: string): string {
  return printed.replace(/^000(?=\d{6}$)/, "");
}
