/** What probes observe and how long things wait, as people say it: counts with their nouns, instants as they are written. */
import type { Format } from "../../../i18n/format";
import type { texts } from "./texts";
import type { Probe } from "./useOperations";

type Texts = typeof texts.fr;
type Say = (value: unknown) => string;

/** Everything that a probe found, in the order in which it came; what is not there is not said. */
export function told({ found }: Pick<Probe, "found">, t: Texts, format: Format): string {
  const sayings = sayingsOf(t, format);
  return found
    .filter(([, value]) => value !== null && value !== "None")
    .map(([name, value]) => sayings[name]?.(value) ?? `${name} ${value}`)
    .join(" · ");
}

/** How long something has waited, in the unit that people would say it in. */
export function wait(seconds: number, t: Texts, format: Format): string {
  if (seconds < 1) return t.instantly;
  if (seconds < 120) return t.seconds(format.number(Math.round(seconds)));
  if (seconds < 7_200) return t.minutes(format.number(Math.round(seconds / 60)));
  return t.hours(format.number(Math.round(seconds / 3_600)));
}

/** By the names that services give to what they observe (shared/health.py, and the probes of each). */
function sayingsOf(t: Texts, format: Format): Record<string, Say> {
  const { observed, outputs } = t;
  const count = (noun: { one: string; other: string }): Say => {
    return (value) => format.plural(Number(value), noun.one, noun.other);
  };
  const instant = (value: unknown) => format.instant(String(value).replace(" ", "T"));
  const known: Record<string, string> = outputs;
  return {
    seconds: (value) => observed.answered(answerTime(Number(value), t, format)),
    received_last_hour: count(observed.received),
    last_received_at: (value) => observed.last(instant(value)),
    unpublished: count(observed.unpublished),
    oldest_seconds: (value) => observed.oldest(wait(Number(value), t, format)),
    connected: count(observed.readers),
    leader: (value) => (value ? observed.publishes : observed.standsBy),
    last_loop_at: (value) => observed.round(instant(value)),
    late: count(observed.late),
    failed: count(observed.failed),
    called_on: (value) => observed.called(format.day(String(value))),
    loans_waiting: count(observed.loans),
    pending: (value) => observed.pending(String(value)),
    output: (value) => known[String(value)] ?? observed.error(String(value)),
  };
}

function answerTime(seconds: number, t: Texts, format: Format): string {
  const milliseconds = Math.round(seconds * 1_000);
  return seconds < 1 ? t.milliseconds(format.number(Math.max(milliseconds, 1))) : wait(seconds, t, format);
}
