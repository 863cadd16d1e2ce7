/**
 * The rules of a password that can be told while it is typed. The service has the last word: it also knows common ones
 * and those that the person had before.
 */
import { plain } from "../../ui/table/columns";

export const CHARACTERS_MIN = 8;
export const CHARACTERS_MAX = 128;
const CLASSES_MIN = 3;
const OWN_WORD_CHARACTERS_MIN = 3;

export type Rules = { length: boolean; classes: boolean; own: boolean };

/** ownWords: the person's names and the first part of their address. */
export function passwordRules(password: string, ownWords: readonly string[]): Rules {
  const characters = [...password.normalize("NFC")];
  return {
    length: characters.length >= CHARACTERS_MIN && characters.length <= CHARACTERS_MAX,
    classes: new Set(characters.map(classOf)).size >= CLASSES_MIN,
    own: password !== "" && !containsOne(password, ownWords),
  };
}

export function keepsRules(rules: Rules): boolean {
  return rules.length && rules.classes && rules.own;
}

function classOf(character: string): string {
  if (/\p{Lu}/u.test(character)) return "upper";
  if (/\p{Ll}/u.test(character)) return "lower";
  return /\p{Nd}/u.test(character) ? "digit" : "special";
}

function containsOne(password: string, ownWords: readonly string[]): boolean {
  const typed = plain(password);
  return ownWords
    .flatMap((word) => plain(word).split(/[^\p{L}\p{N}]+/u))
    .some((word) => word.length >= OWN_WORD_CHARACTERS_MIN && typed.includes(word));
}
