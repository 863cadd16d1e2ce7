/** The rates desk: what is recorded, computed, proposed and decided. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { answerOf, rates } from "../../../api/clients";
import { everyItem } from "../../../api/pages";
import { useRefresh } from "../../../api/refresh";
import type { components } from "../../../api/types/rates";

type Schemas = components["schemas"];
export type Fixing = Schemas["Fixing"];
export type FixingSummary = Schemas["FixingSummary"];
export type Computation = Schemas["Computation"];
export type Measure = Schemas["Measure"];
export type RecordedInput = Schemas["RecordedInput"];
export type Input = Schemas["Input"];
export type Question = Schemas["ComputationQuestion"];
export type Proposal = Schemas["Proposal"];
export type Correction = Schemas["Correction"];

const PAGE = 200;
const RATES = ["rates"] as const;

/** In any state and version, newest first. */
export function useFixings() {
  return useQuery({
    queryKey: [...RATES, "fixings"],
    queryFn: () =>
      everyItem((after) =>
        answerOf(rates.GET("/fixings", { params: { query: { limit: PAGE, ...(after && { after }) } } })),
      ),
  });
}

export function useFixing(fixingId: string) {
  return useQuery({
    queryKey: [...RATES, "fixings", fixingId],
    queryFn: () => answerOf(rates.GET("/fixings/{fixing_id}", { params: { path: { fixing_id: fixingId } } })),
  });
}

export function useInputs() {
  return useQuery({
    queryKey: [...RATES, "inputs"],
    queryFn: () =>
      everyItem((after) =>
        answerOf(rates.GET("/inputs", { params: { query: { limit: PAGE, ...(after && { after }) } } })),
      ),
  });
}

export function useRecordInput() {
  return useMutation({
    mutationFn: (input: Input) => answerOf(rates.POST("/inputs", { body: { inputs: [input] } })),
    onSuccess: useRefresh(RATES),
  });
}

export function useCompute() {
  return useMutation({
    mutationFn: (body: Question) => answerOf(rates.POST("/computations", { body })),
  });
}

export function usePropose() {
  return useMutation({
    mutationFn: (body: Proposal) => answerOf(rates.POST("/fixings", { body })),
    onSuccess: useRefresh(RATES),
  });
}

export function useCorrect(fixingId: string) {
  return useMutation({
    mutationFn: (body: Correction) =>
      answerOf(
        rates.POST("/fixings/{fixing_id}/corrections", { params: { path: { fixing_id: fixingId } }, body }),
      ),
    onSuccess: useRefresh(RATES),
  });
}

export function useApprove(fixingId: string) {
  return useMutation({
    mutationFn: () =>
      answerOf(rates.POST("/fixings/{fixing_id}/approval", { params: { path: { fixing_id: fixingId } } })),
    onSuccess: useRefresh(RATES),
  });
}

export function useReject(fixingId: string) {
  return useMutation({
    mutationFn: (reason: string) =>
      answerOf(
        rates.POST("/fixings/{fixing_id}/rejection", {
          params: { path: { fixing_id: fixingId } },
          body: { reason },
        }),
      ),
    onSuccess: useRefresh(RATES),
  });
}

export function useWithdraw(fixingId: string) {
  return useMutation({
    mutationFn: (reason: string) =>
      answerOf(
        rates.POST("/fixings/{fixing_id}/withdrawal", {
          params: { path: { fixing_id: fixingId } },
          body: { reason },
        }),
      ),
    onSuccess: useRefresh(RATES),
  });
}
