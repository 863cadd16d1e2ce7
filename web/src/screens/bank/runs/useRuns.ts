/** Revisions and previews of the whole portfolio: their progress, their sums, the loans they left as they were. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { answerOf, lending } from "../../../api/clients";
import { everyItem } from "../../../api/pages";
import type { components } from "../../../api/types/lending";
import type { Told } from "../../borrower/told";

type Schemas = components["schemas"];
export type Run = Told<Schemas["Revision"]>;
export type Part = Told<Schemas["Part"]>;
export type Failure = Told<Schemas["Failure"]>;
export type By = "product" | "borrower" | "guarantor";
export type RunKind = "revision" | "preview";

const PAGE = 200;
const POLL_MILLISECONDS = 1_000;
/** How often a list is looked at where nothing is at work: a revision begins when somebody else approves. */
const REST_MILLISECONDS = 10_000;
/** So long after its approval, a fixing may still become a revision. */
const AWAITED_MILLISECONDS = 60_000;
const RUNS = ["lending", "runs"] as const;

export function isOver(run: Run | undefined): boolean {
  return run?.state === "completed";
}

/** Newest first; asked again often while one is at work. */
export function useRevisions() {
  return useQuery({
    queryKey: RUNS,
    queryFn: readRevisions,
    refetchInterval: ({ state }) =>
      (state.data ?? []).every(isOver) ? REST_MILLISECONDS : POLL_MILLISECONDS,
  });
}

/** The revision that a fixing starts, looked for as long as it may still come. */
export function useRevisionOf(fixingId: string, decidedAt: string) {
  return useQuery({
    queryKey: [...RUNS, "of", fixingId],
    queryFn: async () => (await readRevisions()).find((run) => run.fixing_id === fixingId) ?? null,
    refetchInterval: ({ state }) =>
      state.data || Date.now() > Date.parse(decidedAt) + AWAITED_MILLISECONDS ? false : POLL_MILLISECONDS,
  });
}

export function useRun(kind: RunKind, runId: string) {
  return useQuery({
    queryKey: [...RUNS, kind, runId],
    queryFn: () => readRun(kind, runId),
    refetchInterval: ({ state }) => (isOver(state.data) ? false : POLL_MILLISECONDS),
  });
}

export function usePreview() {
  return useMutation({
    mutationFn: (body: Schemas["PreviewRequest"]) =>
      answerOf(lending.POST("/previews", { body })) as unknown as Promise<Run>,
  });
}

export function useParts(runId: string, by: By) {
  return useQuery({
    queryKey: [...RUNS, "parts", runId, by],
    queryFn: () =>
      everyItem((after) =>
        answerOf(
          lending.GET("/runs/{revision_id}/parts", {
            params: { path: { revision_id: runId }, query: { by, limit: PAGE, ...(after && { after }) } },
          }),
        ),
      ) as unknown as Promise<Part[]>,
  });
}

export function useFailures(runId: string) {
  return useQuery({
    queryKey: [...RUNS, "failures", runId],
    queryFn: () =>
      everyItem((after) =>
        answerOf(
          lending.GET("/runs/{revision_id}/failures", {
            params: { path: { revision_id: runId }, query: { limit: PAGE, ...(after && { after }) } },
          }),
        ),
      ) as unknown as Promise<Failure[]>,
  });
}

function readRevisions(): Promise<Run[]> {
  return everyItem((after) =>
    answerOf(lending.GET("/revisions", { params: { query: { limit: PAGE, ...(after && { after }) } } })),
  ) as unknown as Promise<Run[]>;
}

function readRun(kind: RunKind, runId: string): Promise<Run> {
  const params = { path: { revision_id: runId } };
  const asked =
    kind === "preview"
      ? answerOf(lending.GET("/previews/{revision_id}", { params }))
      : answerOf(lending.GET("/revisions/{revision_id}", { params }));
  return asked as unknown as Promise<Run>;
}
