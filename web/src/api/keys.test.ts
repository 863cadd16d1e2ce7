import { expect, test } from "vitest";
import { decided, keyOf } from "./keys";

test("the same change keeps its key until the service has decided", () => {
  const first = keyOf("POST /requests {}");
  expect(keyOf("POST /requests {}")).toBe(first);
  expect(keyOf("POST /requests {1}")).not.toBe(first);
  decided("POST /requests {}");
  expect(keyOf("POST /requests {}")).not.toBe(first);
});
