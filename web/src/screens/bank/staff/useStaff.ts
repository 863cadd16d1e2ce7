/** The accounts of people of the bank. Their initial passwords are told once, and kept nowhere in the page. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { answerOf, identity } from "../../../api/clients";
import { everyItem } from "../../../api/pages";
import { useRefresh } from "../../../api/refresh";
import type { components } from "../../../api/types/identity";

export type Agent = components["schemas"]["StaffAccount"];
export type NewAgent = components["schemas"]["NewStaff"];

const STAFF = ["identity", "staff"] as const;
const PAGE_MAX = 200;

/** Open and closed, in order of identifier. */
export function useStaff() {
  return useQuery({
    queryKey: STAFF,
    queryFn: () =>
      everyItem((after) => {
        const query = { limit: PAGE_MAX, ...(after && { after }) };
        return answerOf(identity.GET("/staff", { params: { query } }));
      }),
  });
}

export function useInvite() {
  return useMutation({
    mutationFn: (body: NewAgent) => answerOf(identity.POST("/staff", { body })),
    onSuccess: useRefresh(STAFF),
    gcTime: 0,
  });
}

export function useNewInitialPassword(personId: string) {
  return useMutation({
    mutationFn: () => answerOf(identity.POST("/staff/{person_id}/initial-password", of(personId))),
    onSuccess: useRefresh(STAFF, ["acts"]),
    gcTime: 0,
  });
}

/** Its rights end with it, as soon as they hear. */
export function useCloseAgent(personId: string) {
  return useMutation({
    mutationFn: () => answerOf(identity.DELETE("/staff/{person_id}", of(personId))),
    onSuccess: useRefresh(STAFF, ["acts"], ["habilitations", "grants"]),
  });
}

const of = (personId: string) => ({ params: { path: { person_id: personId } } });
