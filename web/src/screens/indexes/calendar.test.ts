import { expect, test } from "vitest";
import { nextRevisions } from "./calendar";

const days = (after: string) =>
  nextRevisions(after).map(({ day, exceptional }) => (exceptional ? `(${day})` : day));

test("the two next normal days are told, with the exceptional ones between", () => {
  expect(days("2026-01-29")).toEqual(["2026-02-01", "(2026-05-01)", "2026-08-01"]);
  expect(days("2026-11-22")).toEqual(["2027-02-01", "(2027-05-01)", "2027-08-01"]);
});

test("a day of revision itself has passed", () => {
  expect(days("2026-02-01")).toEqual(["(2026-05-01)", "2026-08-01", "(2026-11-01)", "2027-02-01"]);
});
