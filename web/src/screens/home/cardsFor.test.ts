import { expect, test } from "vitest";
import type { Who } from "../../session/useSession";
import { cardsFor } from "./cardsFor";

const who = (...rights: string[]): Who => ({
  person: null,
  isOfTheBank: rights.length > 0,
  structures: [],
  may: (right) => rights.includes(right),
});
const sectionsFor = (reader: Who) => [...new Set(cardsFor(reader).map((screen) => screen.entry?.section))];

test("what is a person's own comes before what is open to all", () => {
  expect(sectionsFor(who("operator"))).toEqual(["bank", "portal"]);
});

test("a visitor is shown what is open to all", () => {
  expect(sectionsFor(who())).toEqual(["portal"]);
});
