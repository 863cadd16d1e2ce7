import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { EVERY_PRODUCT } from "./products";

test("the products to choose from are those of the bank's catalogue", () => {
  const catalogue = readFileSync("../services/lending/data/products.toml", "utf8");
  const named = [...catalogue.matchAll(/^\[(\w+)\]$/gm)].map(([, code]) => code);
  expect(EVERY_PRODUCT).toEqual(named);
});
