import { expect, test } from "vitest";
import { PRODUCTS } from "./products";
import { fraction, type Typed, termsOf, usualTerms, withSupposed } from "./terms";

const TYPED = {
  principal: 1000000,
  starts_on: "2026-05-01",
  fixed: 3,
  deferral: "paid",
  ...usualTerms("PLUS"),
} as Typed;

test("percentages become fractions without the noise of floats", () => {
  expect([fraction(0.6), fraction(-0.2), fraction("2.75"), fraction(0)]).toEqual([
    "0.006",
    "-0.002",
    "0.0275",
    "0",
  ]);
});

test("forty years by the quarter are 160 instalments", () => {
  expect(termsOf({ ...TYPED, months: "3" }).instalments).toBe(160);
});

test("a fixed rate is revised by nothing", () => {
  const terms = termsOf({ ...TYPED, kind: "fixed" }, [{ effective_on: "2026-02-01", value: "0.015" }]);
  expect(terms.rate).toEqual({ kind: "fixed", value: "0.03" });
  expect([terms.revision, terms.fixings]).toEqual(["none", undefined]);
});

test.each(Object.keys(PRODUCTS))("%s has usual terms that are whole", (product) => {
  expect(Number.isInteger(termsOf({ ...TYPED, ...usualTerms(product) } as Typed).instalments)).toBe(true);
});

test("a supposed value joins the published ones that matter, in order", () => {
  const published = [
    { effective_on: "2025-02-01", value: "0.024" },
    { effective_on: "2025-08-01", value: "0.017" },
  ];
  const supposed = { effective_on: "2027-02-01", value: "0.03" };
  expect(withSupposed(published, supposed, "2026-05-01")).toEqual([published[1], supposed]);
});
