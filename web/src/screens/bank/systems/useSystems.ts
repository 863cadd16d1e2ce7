/** The bank's other systems. Their secrets are told once, and kept nowhere in the page. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { answerOf, identity } from "../../../api/clients";
import { everyItem } from "../../../api/pages";
import { useRefresh } from "../../../api/refresh";
import type { components } from "../../../api/types/identity";

export type BankSystem = components["schemas"]["BankSystem"];
export type NewSystem = components["schemas"]["NewBankSystem"];

const SYSTEMS = ["identity", "bank-systems"] as const;
const PAGE_MAX = 200;

/** Registered and closed, in order of client id. */
export function useSystems() {
  return useQuery({
    queryKey: SYSTEMS,
    queryFn: () =>
      everyItem((after) => {
        const query = { limit: PAGE_MAX, ...(after && { after }) };
        return answerOf(identity.GET("/bank-systems", { params: { query } }));
      }),
  });
}

export function useRegisterSystem() {
  return useMutation({
    mutationFn: (body: NewSystem) => answerOf(identity.POST("/bank-systems", { body })),
    onSuccess: useRefresh(SYSTEMS),
    gcTime: 0,
  });
}

export function useRenewSecret(systemId: string) {
  return useMutation({
    mutationFn: () => answerOf(identity.POST("/bank-systems/{system_id}/secret", of(systemId))),
    onSuccess: useRefresh(SYSTEMS, ["acts"]),
    gcTime: 0,
  });
}

/** Its rights end with it, as soon as they hear. */
export function useCloseSystem(systemId: string) {
  return useMutation({
    mutationFn: () => answerOf(identity.DELETE("/bank-systems/{system_id}", of(systemId))),
    onSuccess: useRefresh(SYSTEMS, ["acts"], ["habilitations", "grants"]),
  });
}

const of = (systemId: string) => ({ params: { path: { system_id: systemId } } });
