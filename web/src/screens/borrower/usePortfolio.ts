/** What a structure owes or guarantees, as a whole: its loans, sums on a day, what falls due, what revisions changed. */
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { answerOf, lending } from "../../api/clients";
import type { components } from "../../api/types/lending";
import type { Told } from "./told";

type Schemas = components["schemas"];
export type LoanLine = Schemas["LoanLineToday"];
export type Outstandings = Told<Schemas["Outstandings"]>;
export type ProductOwed = Told<Schemas["ProductOwed"]>;
export type InstalmentsDue = Told<Schemas["InstalmentsDue"]>;
export type MonthDue = Told<Schemas["MonthDue"]>;
export type Due = Told<Schemas["Due"]>;
export type WhatIf = Told<Schemas["WhatIf"]>;
export type LoanIf = Told<Schemas["LoanIf"]>;
export type StructureRevision = Told<Schemas["StructureRevision"]>;

/** A structure's debt is what it owes, or what it guarantees, at its shares. */
export type Side = "borrower" | "guarantor";

const MINUTE = 60_000;
/** As many as one answer lists; its sums are of all. */
export const DUES_MAX = 1_000;

export function useLoans(side: Side, structureId: string) {
  const params = { params: { path: { structure_id: structureId } } };
  return useQuery({
    queryKey: ["lending", "loans", side, structureId],
    queryFn: () =>
      answerOf(
        side === "borrower"
          ? lending.GET("/structures/{structure_id}/loans", params)
          : lending.GET("/structures/{structure_id}/guaranteed-loans", params),
      ),
    staleTime: MINUTE,
  });
}

/** On a day, today without. */
export function useOutstandings(side: Side, structureId: string, on?: string) {
  const params = { params: { path: { structure_id: structureId }, query: on ? { on } : {} } };
  return useQuery({
    queryKey: ["lending", "outstandings", side, structureId, on ?? "today"],
    queryFn: () =>
      answerOf(
        side === "borrower"
          ? lending.GET("/structures/{structure_id}/outstandings", params)
          : lending.GET("/structures/{structure_id}/guaranteed-outstandings", params),
      ) as Promise<Outstandings>,
    staleTime: MINUTE,
    placeholderData: keepPreviousData,
  });
}

export function useRevisions(side: Side, structureId: string) {
  const params = { params: { path: { structure_id: structureId } } };
  return useQuery({
    queryKey: ["lending", "revisions", side, structureId],
    queryFn: () =>
      answerOf(
        side === "borrower"
          ? lending.GET("/structures/{structure_id}/revisions", params)
          : lending.GET("/structures/{structure_id}/guaranteed-revisions", params),
      ) as Promise<StructureRevision[]>,
  });
}

export type Supposed = {
  index: "livret_a" | "lep" | "ldds" | "inflation";
  effective_on: string;
  value: string;
};

/** What a value of an index would change; nothing is kept. */
export function useWhatIf(structureId: string) {
  return useMutation({
    mutationFn: (supposed: Supposed) =>
      answerOf(
        lending.GET("/structures/{structure_id}/what-if", {
          params: { path: { structure_id: structureId }, query: { ...supposed, limit: DUES_MAX } },
        }),
      ) as Promise<WhatIf>,
  });
}

export type Period = { due_from?: string; due_until?: string };

export function useInstalments(structureId: string, period: Period, limit: number) {
  return useQuery({
    queryKey: ["lending", "instalments", structureId, period, limit],
    queryFn: () =>
      answerOf(
        lending.GET("/structures/{structure_id}/instalments", {
          params: { path: { structure_id: structureId }, query: { ...period, limit } },
        }),
      ) as Promise<InstalmentsDue>,
    staleTime: MINUTE,
    placeholderData: keepPreviousData,
  });
}
