import { expect, test } from "vitest";
import { formats } from "../../../i18n/format";
import { told, wait } from "./found";
import { texts } from "./texts";

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");
const french = (...found: [string, unknown][]) => plain(told({ found }, texts.fr, formats("fr")));
const english = (...found: [string, unknown][]) => plain(told({ found }, texts.en, formats("en")));

test("instants are written as the language writes them, in Paris, without their fractions", () => {
  const last: [string, unknown] = ["last_received_at", "2026-02-01 13:05:09.123456+00:00"];
  expect(french(["received_last_hour", 1200], last)).toBe(
    "1 200 faits reçus en une heure · le dernier le 1er février 2026 à 14:05",
  );
  expect(english(["received_last_hour", 1], last)).toBe(
    "1 fact received within an hour · the last on 1 February 2026 at 14:05",
  );
});

test("counts carry their noun, and waits the unit that people say", () => {
  expect(french(["unpublished", 0], ["oldest_seconds", 0.2])).toBe(
    "0 fait en attente · le plus ancien depuis moins d’une seconde",
  );
  expect(english(["unpublished", 3], ["oldest_seconds", 700])).toBe(
    "3 facts waiting · the oldest for 12 min",
  );
  expect(french(["seconds", 0.0042])).toBe("réponse en 4 ms");
  expect(wait(90_000, texts.fr, formats("fr"))).toBe("25 h");
});

test("what was never observed is not said", () => {
  expect(french(["leader", false], ["last_loop_at", "None"])).toBe("un autre processus publie");
  expect(french(["called_on", null], ["loans_waiting", 2])).toBe("2 prêts à appeler");
});

test("what services say of themselves is in the reader's language, what a machine said is quoted", () => {
  expect(french(["output", "the process is stopping"])).toBe("le processus s’arrête");
  expect(english(["output", "OperationalError"])).toBe("error: OperationalError");
});
