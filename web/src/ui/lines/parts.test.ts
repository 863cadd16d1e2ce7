import { expect, test } from "vitest";
import { LINES_MAX, partsOf, Unreadable } from "./parts";

test("an array and lines of the same objects are sent alike", () => {
  const sent = [{ before: 0, lines: 2, body: '{"a":1}\n{"a":2}' }];
  expect(partsOf('[{"a": 1}, {"a": 2}]')).toEqual(sent);
  expect(partsOf('\ufeff{"a":1}\r\n{"a":2}')).toEqual(sent);
});

test("a long file goes in parts that remember how many lines come before", () => {
  const text = Array.from({ length: LINES_MAX + 1 }, (_, line) => `{"a":${line}}`).join("\n");
  expect(partsOf(text).map(({ before, lines }) => [before, lines])).toEqual([
    [0, LINES_MAX],
    [LINES_MAX, 1],
  ]);
});

test("empty lines are counted in the numbers of those that follow, and are no lines to send", () => {
  expect(partsOf('\n{"a":1}\n')).toEqual([{ before: 0, lines: 1, body: '\n{"a":1}\n' }]);
});

test("a line that cannot be read is left to the service, a whole array that cannot is not", () => {
  expect(partsOf("{oops")).toHaveLength(1);
  expect(() => partsOf("[oops")).toThrow(Unreadable);
  for (const empty of ["", " \n\n"]) expect(() => partsOf(empty)).toThrow(Unreadable);
});
