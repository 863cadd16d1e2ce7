/** One typed client a service, on the page's own origin. What they answer goes through `answerOf`. */
import createClient, { type ClientOptions } from "openapi-fetch";
import { Refused } from "./problem";
import { send } from "./send";
import type { paths as Habilitations } from "./types/habilitations";
import type { paths as Identity } from "./types/identity";
import type { paths as Lending } from "./types/lending";
import type { paths as Notifications } from "./types/notifications";
import type { paths as Operations } from "./types/operations";
import type { paths as Rates } from "./types/rates";
import type { paths as Structures } from "./types/structures";

export const identity = createClient<Identity>(at("identity"));
export const structures = createClient<Structures>(at("structures"));
export const habilitations = createClient<Habilitations>(at("habilitations"));
export const rates = createClient<Rates>(at("rates"));
export const lending = createClient<Lending>(at("lending"));
export const notifications = createClient<Notifications>(at("notifications"));

/** What the worker of a service tells operators. */
export const operationsOf = (service: string) => createClient<Operations>(at(`${service}/operations`));

function at(service: string): ClientOptions {
  return { baseUrl: `${location.origin}/api/${service}`, fetch: send };
}

type Answer<Data> = { data?: Data; error?: unknown; response: Response };

/** What the service answered; throws `Refused` with its own words, or `Unreachable`. */
export async function answerOf<Data>(call: Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await call;
  if (response.ok) return data as Data;
  throw new Refused(response.status, typeof error === "object" && error ? error : {});
}
