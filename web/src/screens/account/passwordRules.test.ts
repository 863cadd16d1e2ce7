import { expect, test } from "vitest";
import { keepsRules, passwordRules } from "./passwordRules";

const cendrine = ["Cendrine", "Martin", "cendrine.martin"];

test.each([
  ["Chaussette verte 7", true],
  ["Aa1aaaaa", true],
  ["Aa1aaaa", false],
  ["chaussette7", false],
  ["Chaussette", false],
  ["chaussette verte 7", true],
  ["Été à la mer", true],
  ["Martin-2026!", false],
  ["CENDRINE 77 x", false],
  [`Aa1${"x".repeat(125)}`, true],
  [`Aa1${"x".repeat(126)}`, false],
])("%s: %s", (password, accepted) => {
  expect(keepsRules(passwordRules(password, cendrine))).toBe(accepted);
});

test("nothing is said to be kept before anything is typed", () => {
  expect(passwordRules("", cendrine)).toEqual({ length: false, classes: false, own: false });
});
