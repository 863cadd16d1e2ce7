import { expect, test } from "vitest";
import { stateOf } from "./user";
import type { User } from "./useUsers";

const user = (of: Partial<User>): User => ({
  person_id: "p",
  name: "Bruno Roux",
  email: "bruno@example.org",
  function: "finance",
  rights: [],
  request: null,
  suspended: false,
  ...of,
});
const request = { state: "awaiting_administrator" } as User["request"];

test("who waits for an answer is told before what they hold already", () => {
  expect(stateOf(user({ rights: ["loans.read"], request }))).toBe("waiting");
  expect(stateOf(user({ rights: ["administrator"] }))).toBe("administrator");
  expect(stateOf(user({ rights: ["loans.read"] }))).toBe("active");
  expect(stateOf(user({}))).toBe("nothing");
});

test("a request that waits for the code of a letter is not for the administrator", () => {
  expect(stateOf(user({ request: { state: "awaiting_code" } as User["request"] }))).toBe("nothing");
});

test("a suspension comes before everything", () => {
  expect(stateOf(user({ suspended: true, request }))).toBe("suspended");
});
