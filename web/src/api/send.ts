/**
 * How every request leaves: in the reader's language, with a key that makes a change repeatable, tried again when nobody
 * answers, and held while somebody whose session ended logs in again. The session is a cookie that no script reads.
 */
import { currentLanguage } from "../i18n/language";
import { logInAgain } from "../session/gate";
import { decided, keyOf } from "./keys";
import { Unreachable } from "./problem";

const TRIES = 3;
const PAUSE_MILLISECONDS = 400;
const PAUSE_MILLISECONDS_MAX = 5_000;
/** Where people prove who they are: a 401 there is an answer, not an ended session. */
const DOORS = /^\/api\/identity\/(browser-sessions|registrations|reminders|password-|sessions)/;

export async function send(request: Request): Promise<Response> {
  const intention = await intentionOf(request);
  const headers = new Headers(request.headers);
  headers.set("Accept-Language", currentLanguage());
  if (intention) headers.set("Idempotency-Key", keyOf(intention));
  const ready = new Request(request, { headers });
  let response = await persistently(ready);
  if (await isEndedSession(response, request)) {
    if (await logInAgain()) response = await persistently(ready);
  }
  if (intention && response.status < 500) decided(intention);
  return response;
}

async function persistently(request: Request): Promise<Response> {
  for (let tries = 1; ; tries += 1) {
    const response = await fetch(request.clone()).catch((error: unknown) => {
      if (request.signal.aborted) throw error;
      return null;
    });
    if (response && !worthAnotherTry(response)) return response;
    if (tries === TRIES || (isDoor(request) && !response)) {
      if (response) return response;
      throw new Unreachable();
    }
    await pause(response, tries);
  }
}

/** Nothing was changed: the service was away for a moment (RFC 9110, 503). */
function worthAnotherTry(response: Response): boolean {
  return response.status === 503;
}

function pause(response: Response | null, tries: number): Promise<void> {
  const asked = Number(response?.headers.get("Retry-After") ?? 0) * 1_000;
  const milliseconds = Math.min(asked || PAUSE_MILLISECONDS * 2 ** tries, PAUSE_MILLISECONDS_MAX);
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Not a password that somebody typed wrong: that is told where it was typed. */
async function isEndedSession(response: Response, request: Request): Promise<boolean> {
  if (response.status !== 401 || isDoor(request)) return false;
  const problem = await response
    .clone()
    .json()
    .catch(() => ({}));
  return problem.type !== "/problems/login-refused";
}

/** What a request would change, as a text; empty when it only reads. */
async function intentionOf(request: Request): Promise<string> {
  if (request.method === "GET" || request.method === "HEAD" || isDoor(request)) return "";
  return `${request.method} ${request.url} ${await request.clone().text()}`;
}

function isDoor(request: Request): boolean {
  return DOORS.test(new URL(request.url).pathname);
}
