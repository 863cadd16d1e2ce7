import { expect, test } from "vitest";
import { byYear } from "./byYear";

test("months add up to their year, to the cent", () => {
  const month = { instalments: 2, amount: "0.10", principal: "0.03", interest: "0.07" };
  expect(
    byYear([
      { month: "2026-11", ...month },
      { month: "2026-12", ...month, amount: "0.20" },
      { month: "2027-01", ...month },
    ]),
  ).toEqual([
    { period: "2026", instalments: 4, amount: "0.30", principal: "0.06", interest: "0.14" },
    { period: "2027", instalments: 2, amount: "0.10", principal: "0.03", interest: "0.07" },
  ]);
});
