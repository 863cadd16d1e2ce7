import { expect, test } from "vitest";
import { groupedSiret, typedClientNumber } from "./numbers";

test("a SIRET reads in groups of its SIREN and its establishment", () => {
  expect(groupedSiret("00000101000018").replace(/\u00a0/g, " ")).toBe("000 001 010 00018");
});

test("a client number loses the zeros of contracts, and no other", () => {
  expect(typedClientNumber("000314363")).toBe("314363");
  expect(typedClientNumber("000000012")).toBe("000012");
});
