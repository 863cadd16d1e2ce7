import { expect, test } from "vitest";
import { formats } from "../../../i18n/format";
import { agreedInWords } from "../termsInWords";
import { texts as loanTexts } from "../texts";
import { factInWords } from "./factInWords";
import { texts } from "./texts";
import type { Fact } from "./useLife";

const FACT: Fact = {
  sequence: 1,
  kind: "payment_received",
  value_on: "2026-05-01",
  recorded_at: "2026-05-02T08:00:00Z",
  source: "bank.payments",
  reference: "V-1",
  body: {},
};
const words = { ...loanTexts.fr, agreed: texts.fr.agreed };
const said = (kind: string, body: Record<string, unknown>) =>
  factInWords({ ...FACT, kind, body }, texts.fr.life, formats("fr"), (agreed) =>
    agreedInWords(agreed, words, formats("fr"), () => "Livret A").join(" "),
  ).replace(/[\u00a0\u202f]/g, " ");

test("a payment for a whole contract says which part of it this loan got", () => {
  expect(said("payment_received", { amount: "10.00", of_payment: "10.00" })).toBe(
    "Paiement de 10,00 € reçu.",
  );
  expect(said("payment_received", { amount: "10.00", of_payment: "25.00" })).toContain("sur 25,00 €");
});

test("a payment that was taken back says why where somebody said it", () => {
  const body = { payment: "V-1", amount: "10.00", why: "provision insuffisante" };
  expect(said("payment_returned", body)).toContain("Motif : provision insuffisante.");
  expect(said("payment_returned", { ...body, why: "" })).not.toContain("Motif");
});

test("a rearrangement tells what was agreed anew, and nothing of what stays", () => {
  const agreed = {
    rate: { kind: "index", index: "livret_a", margin: "0.002" },
    deferral: { instalments: 2, interest: "deferred" },
  };
  const told = said("rearranged", { instalments: 16, agreed });
  expect(told).toContain("16 échéances après l’échéance du 1er mai 2026");
  expect(told).toContain("Livret A + 0,20 %");
  expect(told).toContain("2 échéances sans capital");
  expect(told).not.toContain("progressivité");
  expect(said("rearranged", { instalments: 1, agreed: {} })).toBe(
    "Réaménagement : 1 échéance après l’échéance du 1er mai 2026.",
  );
});

test("what this client does not know yet is told by its name", () => {
  expect(said("sold", {})).toBe("Autre fait : sold.");
});
