import { expect, test } from "vitest";
import { formats } from "./format";

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

test.each([
  ["fr", "1 234 567,80 €", "1,70 %", "1er février 2026", "3,0555 %"],
  ["en", "€1,234,567.80", "1.70%", "1 February 2026", "3.0555%"],
] as const)("%s writes money, rates and days as its readers do", (language, money, rate, day, fine) => {
  const format = formats(language);
  expect(plain(format.money("1234567.80"))).toBe(money);
  expect(plain(format.percent("0.017"))).toBe(rate);
  expect(plain(format.percent("0.030555"))).toBe(fine);
  expect(plain(format.day("2026-02-01"))).toBe(day);
});

test("a day stays that day in every time zone", () => {
  expect(formats("fr").shortDay("1818-01-01")).toBe("01/01/1818");
});

test("an amount that no float can hold is written whole", () => {
  expect(plain(formats("fr").money("9007199254740993.01"))).toBe("9 007 199 254 740 993,01 €");
});

test("zero is singular in French, plural in English", () => {
  expect(formats("fr").plural(0, "prêt", "prêts")).toBe("0 prêt");
  expect(formats("en").plural(0, "loan", "loans")).toBe("0 loans");
});
