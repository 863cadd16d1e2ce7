import { expect, test } from "vitest";
import { mostConcerned } from "./mostConcerned";
import type { Part } from "./useRuns";

const part = (key: string, before: string, after: string) =>
  ({ key, due_within_a_year_before: before, due_within_a_year_after: after }) as Part;

test("who pays much less is as much concerned as who pays much more", () => {
  const parts = [
    part("same", "900.00", "900.00"),
    part("more", "10.00", "10.50"),
    part("less", "10.00", "9.00"),
  ];
  expect(mostConcerned(parts, 2).map(({ key }) => key)).toEqual(["less", "more"]);
});
