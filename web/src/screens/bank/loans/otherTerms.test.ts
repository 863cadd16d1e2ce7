import { expect, test } from "vitest";
import type { Row, Sheet } from "../../borrower/useLoan";
import { agreedOf, leftAfter, possibleDays, UNCHANGED } from "./otherTerms";

test("what is left empty stays as it is", () => {
  expect(agreedOf(UNCHANGED)).toEqual({});
});

test("what is typed is sent as the service reads it, zero too", () => {
  expect(
    agreedOf({ ...UNCHANGED, rate: "index", margin: 0.2, rate_cap: 5, progressivity: 0, revision: "SR" }),
  ).toEqual({
    rate: { kind: "index", index: "livret_a", margin: "0.002", rate_cap: "0.05" },
    progressivity: "0",
    revision: "SR",
  });
  expect(agreedOf({ ...UNCHANGED, rate: "fixed", fixed: 2.75, months: "3", deferred: 2 })).toEqual({
    rate: { kind: "fixed", value: "0.0275" },
    months_between_instalments: 3,
    deferral: { instalments: 2, interest: "deferred" },
  });
});

const row = (due_on: string, outstanding = "10.00", event = "instalment") =>
  ({ due_on, outstanding, event }) as Row;
const ROWS = [
  row("2025-05-01"),
  row("2026-05-01"),
  row("2026-06-15", "9.00", "early_repayment"),
  row("2027-05-01"),
  row("2028-05-01", "0.00"),
];

test("other terms begin after what was called, and at the latest with the period that runs", () => {
  const days = (as_of: string, billed_until: string) =>
    possibleDays(ROWS, { as_of, billed_until } as Sheet).map(({ due_on }) => due_on);
  expect(days("2026-01-29", "2025-05-01")).toEqual(["2025-05-01", "2026-05-01"]);
  expect(days("2026-01-29", "2026-05-01")).toEqual(["2026-05-01"]);
  expect(days("2027-06-01", "2027-05-01")).toEqual(["2027-05-01"]);
  expect(leftAfter(ROWS, "2026-05-01")).toBe(2);
});
