import { expect, test } from "vitest";
import { LINES_MAX, partsOf } from "./importFile";

test("an array and its items one a line are the same", () => {
  const rows = [{ name: "Un" }, { name: "Deux" }];
  const asLines = partsOf(rows.map((row) => JSON.stringify(row)).join("\r\n"));
  expect(asLines).toEqual(partsOf(JSON.stringify(rows, null, 2)));
  expect(asLines).toEqual([{ first: 0, body: '{"name":"Un"}\n{"name":"Deux"}' }]);
});

test("a long file is sent in parts that know where they stand, a line that cannot be read with the others", () => {
  const text = Array.from({ length: LINES_MAX + 2 }, (_, line) => `{${line}`).join("\n");
  const parts = partsOf(text);
  expect(parts.map(({ first, body }) => [first, body.split("\n").length])).toEqual([
    [0, LINES_MAX],
    [LINES_MAX, 2],
  ]);
});

test("blank lines keep their number, and a file of nothing else has no part", () => {
  expect(partsOf('\n{"a":1}\n\n')).toEqual([{ first: 0, body: '\n{"a":1}' }]);
  expect(partsOf(" \n\n")).toEqual([]);
});

test("an array that is not closed is no file of structures", () => {
  expect(partsOf('[{"a":1}')).toEqual([]);
});
