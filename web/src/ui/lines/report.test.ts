import { expect, test } from "vitest";
import { faultsOf } from "./Report";
import { together } from "./useImport";

const refused = (line: number) => ({ line, key: "L-1", problem: { detail: "Illisible." } });

test("lines of a later part keep their numbers in the file", () => {
  const counts = ["accepted", "already_known"] as const;
  const first = together(counts, null, { accepted: 1, already_known: 2, refused: [refused(4)] }, 0);
  const both = together(counts, first, { accepted: 10, already_known: 0, refused: [refused(4)] }, 1_000);
  expect([both.accepted, both.already_known]).toEqual([11, 2]);
  expect(both.refused.map(({ line }) => line)).toEqual([4, 1_004]);
});

test("a line has a fault for each of its fields, or one of its own", () => {
  const errors = [
    { field: "product", detail: "Obligatoire." },
    { field: "terms.instalments", detail: "De 1 à 960.", value: 0 },
  ];
  expect(
    faultsOf({ line: 2, key: null, problem: { errors } }).map(({ field, value }) => [field, value]),
  ).toEqual([
    ["product", ""],
    ["terms.instalments", "0"],
  ]);
  expect(faultsOf(refused(3)).map(({ why }) => why)).toEqual(["Illisible."]);
});
