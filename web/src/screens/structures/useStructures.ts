/** One's structures, and the register in which people find theirs. */
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { answerOf, structures } from "../../api/clients";
import { useRefresh } from "../../api/refresh";
import type { components } from "../../api/types/structures";

type Schemas = components["schemas"];
export type Membership = Schemas["MyMembership"];
export type Found = Schemas["Found"];
export type Establishment = Schemas["Establishment"];
export type Joining = Schemas["Joining"];
export type Changes = Schemas["MemberChange"];
export type FunctionName = NonNullable<Joining["function"]>;
export type Sector = Schemas["Structure"]["sector"];

export const TYPED_CHARACTERS_MIN = 2;
const MEMBERSHIPS = ["structures", "memberships"] as const;
/** They depend on where one belongs. */
const RIGHTS = ["habilitations"] as const;

/** The default one first. */
export function useMemberships() {
  return useQuery({
    queryKey: MEMBERSHIPS,
    queryFn: async () => (await answerOf(structures.GET("/memberships"))).items,
  });
}

/** What the register finds for what was typed; nothing for less than two characters. */
export function useFindings(typed: string) {
  return useQuery({
    queryKey: ["structures", "findings", typed],
    queryFn: async ({ signal }) => {
      const found = structures.GET("/establishments", { params: { query: { q: typed } }, signal });
      return (await answerOf(found)).items;
    },
    enabled: typed.length >= TYPED_CHARACTERS_MIN,
    placeholderData: keepPreviousData,
  });
}

export function useEstablishment(siret: string) {
  return useQuery({
    queryKey: ["structures", "establishment", siret],
    queryFn: () => answerOf(structures.GET("/establishments/{siret}", { params: { path: { siret } } })),
  });
}

export function useJoin() {
  return useMutation({
    mutationFn: (body: Joining) => answerOf(structures.POST("/memberships", { body })),
    onSuccess: useRefresh(MEMBERSHIPS, RIGHTS),
  });
}

export function useChange(structureId: string) {
  return useMutation({
    mutationFn: (body: Changes) =>
      answerOf(structures.PATCH("/memberships/{structure_id}", { params: at(structureId), body })),
    onSuccess: useRefresh(MEMBERSHIPS, RIGHTS),
  });
}

export function useShowByDefault(structureId: string) {
  return useMutation({
    mutationFn: () =>
      answerOf(structures.PUT("/memberships/{structure_id}/default", { params: at(structureId) })),
    onSuccess: useRefresh(MEMBERSHIPS, RIGHTS),
  });
}

export function useLeave(structureId: string) {
  return useMutation({
    mutationFn: () => answerOf(structures.DELETE("/memberships/{structure_id}", { params: at(structureId) })),
    onSuccess: useRefresh(MEMBERSHIPS, RIGHTS),
  });
}

const at = (structureId: string) => ({ path: { structure_id: structureId } });
