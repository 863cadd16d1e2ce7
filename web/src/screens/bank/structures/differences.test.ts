import { expect, test } from "vitest";
import { differencesOf } from "./differences";

const change = {
  version: 2,
  changed_at: "2026-01-29T10:00:00+00:00",
  changed_by: null,
  through: "address",
  differences: {
    address: [
      { recipient: null, street: "1 rue Haute", postcode: "99001", town: "Orvelle" },
      { recipient: "Mairie", street: "2 rue Haute", postcode: "99001", town: "Orvelle" },
    ],
    contact_email: [null, "mairie@orvelle.example"],
    paper_wanted: [true, false],
  },
};

test("each fact that changed is a line, an address on one line, and what was not there is nothing", () => {
  const told = differencesOf(change).map(({ field, before, after }) => [field, before, after]);
  expect(told).toEqual([
    ["address", "1 rue Haute, 99001, Orvelle", "Mairie, 2 rue Haute, 99001, Orvelle"],
    ["contact_email", null, "mairie@orvelle.example"],
    ["paper_wanted", "true", "false"],
  ]);
});
