import { expect, test } from "vitest";
import { factsInWords } from "./factsInWords";

const words = {
  names: { right: "Droit", reason: "Motif" },
  values: { right: { operator: "Exploitation" } },
  one: (name: string, value: string) => `${name} : ${value}`,
};

test("a right is told by its name, a reason as it was written", () => {
  expect(factsInWords({ right: "operator", reason: "Arrivée" }, words)).toBe(
    "Droit : Exploitation · Motif : Arrivée",
  );
});

test("what nobody wrote is left out, what has no name yet is shown as it is", () => {
  expect(factsInWords({ reason: "", tries: 3, right: ["new.right", "operator"] }, words)).toBe(
    "tries : 3 · Droit : new.right, Exploitation",
  );
});
