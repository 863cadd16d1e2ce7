/** What a structure owes or guarantees, as a whole: its loans, sums on a day, what falls due, what revisions changed. */
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { answerOf, lending } from "../../api/clients";
import type { components } from "../../api/types/lending";
import type { Told } from "./told";

type Schemas = components["schemas"];
export type LoanLine = Schemas["LoanLineToday"];
export type BorrowerOwed = Told<Schemas["BorrowerOwed"]>;
export type BorrowerDue = Told<Schemas["BorrowerDue"]>;
export type BorrowerIf = Told<Schemas["BorrowerIf"]>;
export type BorrowerRevised = Told<Schemas["BorrowerRevised"]>;
/** Guarantors are told by borrower, too. */
export type Outstandings = Told<Schemas["Outstandings"]> & { borrowers?: BorrowerOwed[] };
export type ProductOwed = Told<Schemas["ProductOwed"]>;
export type InstalmentsDue = Omit<Told<Schemas["InstalmentsDue"]>, "items"> & {
  items: Due[];
  borrowers?: BorrowerDue[];
};
export type MonthDue = Told<Schemas["MonthDue"]>;
export type Due = Told<Schemas["Due"]> & { borrower_name?: string };
export type WhatIf = Told<Schemas["WhatIf"]> & { borrowers?: BorrowerIf[] };
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

/** One revision of what a structure guarantees, borrower by borrower. */
export function useRevisionByBorrower(structureId: string, revisionId: string) {
  return useQuery({
    queryKey: ["lending", "revisions", "guarantor", structureId, revisionId],
    queryFn: () =>
      answerOf(
        lending.GET("/structures/{structure_id}/guaranteed-revisions/{revision_id}", {
          params: { path: { structure_id: structureId, revision_id: revisionId } },
        }),
      ) as Promise<{ borrowers: BorrowerRevised[] }>,
  });
}

export type Supposed = {
  index: "livret_a" | "lep" | "ldds" | "inflation";
  effective_on: string;
  value: string;
};

/** What a value of an index would change; nothing is kept. */
export function useWhatIf(side: Side, structureId: string) {
  return useMutation({
    mutationFn: (supposed: Supposed) => {
      const query = { ...supposed, limit: DUES_MAX };
      const params = { params: { path: { structure_id: structureId }, query } };
      return answerOf(
        side === "borrower"
          ? lending.GET("/structures/{structure_id}/what-if", params)
          : lending.GET("/structures/{structure_id}/guaranteed-what-if", params),
      ) as Promise<WhatIf>;
    },
  });
}

export type Period = { due_from?: string; due_until?: string };

export function useInstalments(side: Side, structureId: string, period: Period, limit: number) {
  const params = { params: { path: { structure_id: structureId }, query: { ...period, limit } } };
  return useQuery({
    queryKey: ["lending", "instalments", side, structureId, period, limit],
    queryFn: () =>
      answerOf(
        side === "borrower"
          ? lending.GET("/structures/{structure_id}/instalments", params)
          : lending.GET("/structures/{structure_id}/guaranteed-instalments", params),
      ) as Promise<InstalmentsDue>,
    staleTime: MINUTE,
    placeholderData: keepPreviousData,
  });
}
