import { expect, test } from "vitest";
import { defineTexts, frenchSpaces } from "./texts";

test("French has no-break spaces where lines must not begin or end", () => {
  expect(frenchSpaces("Prêt : « 1,50 % » ?")).toBe("Prêt\u00a0: «\u00a01,50\u00a0%\u00a0»\u202f?");
});

test("sentences with facts are typeset too, English is left as it is", () => {
  const texts = defineTexts({
    fr: { left: (tries: number) => `Essais restants : ${tries} !` },
    en: { left: (tries: number) => `Tries left : ${tries}!` },
  });
  expect(texts.fr.left(2)).toBe("Essais restants\u00a0: 2\u202f!");
  expect(texts.en.left(2)).toBe("Tries left : 2!");
});
