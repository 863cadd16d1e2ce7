import { expect, test } from "vitest";
import { indemnityOf, USUAL } from "./indemnity";

test("the usual indemnity is not said: the contract does", () => {
  expect(indemnityOf(USUAL)).toBeNull();
  expect(indemnityOf({ ...USUAL, kind: "none" })).toEqual({ kind: "none" });
});

test("a share is sent as a fraction, an amount with its cents, a curve point by point", () => {
  expect(indemnityOf({ ...USUAL, kind: "percent", percent: 3 })).toEqual({ kind: "percent", value: "0.03" });
  expect(indemnityOf({ ...USUAL, kind: "amount", amount: 1500 })).toEqual({
    kind: "amount",
    value: "1500.00",
  });
  const curve = [
    { months: 12, rate: 2.1 },
    { months: "120", rate: 2.75 },
  ];
  expect(indemnityOf({ ...USUAL, kind: "actuarial", curve })).toEqual({
    kind: "actuarial",
    curve: [
      { months: 12, rate: "0.021" },
      { months: 120, rate: "0.0275" },
    ],
  });
});
