/** How each service stands with the bus, and the messages that nobody could take. */
import { useMutation, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { answerOf, operationsOf } from "../../../api/clients";
import { Refused } from "../../../api/problem";
import { send } from "../../../api/send";
import type { components } from "../../../api/types/operations";
import type { Told } from "../../borrower/told";

type Schemas = components["schemas"];
export type BusReport = Told<Schemas["BusReport"]>;
export type Queue = Told<Schemas["Queue"]>;
export type DeadLetter = Told<Schemas["DeadLetter"]>;
export type DeadLetterSheet = Told<Schemas["DeadLetterSheet"]>;

export const SERVICES = [
  "identity",
  "structures",
  "habilitations",
  "rates",
  "lending",
  "notifications",
] as const;
export type ServiceName = (typeof SERVICES)[number];

const OPERATIONS = ["operations"] as const;
const LOOK_MILLISECONDS = 10_000;

/** Of each service, in the order of SERVICES: its report, or why there is none. */
export function useReports() {
  return useQueries({
    queries: SERVICES.map((service) => ({
      queryKey: [...OPERATIONS, "bus", service],
      queryFn: () => answerOf(operationsOf(service).GET("/bus")) as unknown as Promise<BusReport>,
      refetchInterval: LOOK_MILLISECONDS,
    })),
  });
}

/** What a probe of a service finds: each thing that it observed, by name. */
export type Probe = { name: string; status: "pass" | "warn" | "fail"; found: Seen[] };
type Seen = [name: string, value: unknown];

export function useHealth() {
  return useQueries({
    queries: SERVICES.map((service) => ({
      queryKey: [...OPERATIONS, "health", service],
      queryFn: () => readHealth(service),
      refetchInterval: LOOK_MILLISECONDS,
    })),
  });
}

/** Answered as application/health+json, with the status 503 where something fails: that is an answer too. */
async function readHealth(service: ServiceName): Promise<Probe[]> {
  const response = await send(new Request(`${location.origin}/api/${service}/health`));
  if (!response.ok && response.status !== 503) throw new Refused(response.status, {});
  const { checks = {} }: { checks?: Record<string, Check[]> } = await response.json();
  return Object.entries(checks).flatMap(([name, found]) => found.map((check) => probeOf(name, check)));
}

type Check = { status: Probe["status"]; observedValue?: unknown; output?: string };

function probeOf(name: string, { status, observedValue, output }: Check): Probe {
  return { name, status, found: [...seenIn(observedValue), ...(output ? [["output", output] as Seen] : [])] };
}

/** Most probes name what they observe; one says a word, another lists what is left to do. */
function seenIn(observed: unknown): Seen[] {
  if (typeof observed === "string") return [["output", observed]];
  if (Array.isArray(observed)) return [["pending", observed.join(", ")]];
  return Object.entries(observed ?? {});
}

export function useDeadLetters(service: ServiceName) {
  return useQuery({
    queryKey: [...OPERATIONS, "dead-letters", service],
    queryFn: () => answerOf(operationsOf(service).GET("/dead-letters")) as unknown as Promise<DeadLetter[]>,
  });
}

export function useDeadLetter(service: ServiceName, letterId: string) {
  return useQuery({
    queryKey: [...OPERATIONS, "dead-letter", service, letterId],
    queryFn: () =>
      answerOf(
        operationsOf(service).GET("/dead-letters/{letter_id}", {
          params: { path: { letter_id: letterId } },
        }),
      ) as unknown as Promise<DeadLetterSheet>,
  });
}

export function useReplay(service: ServiceName, letterId: string) {
  return useMutation({
    mutationFn: () =>
      answerOf(
        operationsOf(service).POST("/dead-letters/{letter_id}/replay", {
          params: { path: { letter_id: letterId } },
        }),
      ),
    onSuccess: useForget(service),
  });
}

export function useDiscard(service: ServiceName, letterId: string) {
  return useMutation({
    mutationFn: () =>
      answerOf(
        operationsOf(service).DELETE("/dead-letters/{letter_id}", {
          params: { path: { letter_id: letterId } },
        }),
      ),
    onSuccess: useForget(service),
  });
}

/** The letter itself is gone; what counts and lists the others is read again. */
function useForget(service: ServiceName) {
  const queries = useQueryClient();
  return () => {
    void queries.invalidateQueries({ queryKey: [...OPERATIONS, "dead-letters", service] });
    void queries.invalidateQueries({ queryKey: [...OPERATIONS, "bus", service] });
  };
}
