import { expect, test } from "vitest";
import { formats } from "../../i18n/format";
import { termsInWords } from "./termsInWords";
import { texts } from "./texts";
import type { Terms } from "./useLoan";

const TERMS: Terms = {
  principal: "1000000",
  starts_on: "2022-05-01",
  instalments: 40,
  months_between_instalments: 12,
  revision: "DL",
  progressivity: "-0.005",
  rate: { kind: "index", index: "livret_a", margin: "-0.002", rate_floor: "0" },
};
const said = (terms: Terms) =>
  termsInWords(terms, texts.fr, formats("fr"), () => "Livret A")
    .join(" ")
    .replace(/[\u00a0\u202f]/g, " ");

test("a sentence says each term, and none what is not agreed", () => {
  expect(said(TERMS)).toContain("1 000 000,00 € remboursés en 40 échéances annuelles");
  expect(said(TERMS)).toContain("Livret A − 0,20 %");
  expect(said(TERMS)).toContain("L’échéance évolue de − 0,50 % par an");
  expect(said(TERMS)).not.toContain("Différé");
});

test("a fixed rate speaks of no index", () => {
  const fixed = { ...TERMS, revision: "none", rate: { kind: "fixed", value: "0.0275" } } as Terms;
  expect(said(fixed)).toContain("Le taux est fixe : 2,75 %");
  expect(said(fixed)).not.toContain("Livret A");
});
