/** One's own account. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answerOf, habilitations, identity, notifications, structures } from "../../../api/clients";
import type { components } from "../../../api/types/identity";
import { forgetEverything, SESSION_KEY } from "../../../session/useSession";

type Schemas = components["schemas"];
export type Changes = Schemas["ProfileChanges"];
export type OwnSession = Schemas["OwnSession"];

const SESSIONS_KEY = ["identity", "sessions"];

export function useChangeProfile() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Changes) => answerOf(identity.PATCH("/profile", { body })),
    onSuccess: (person) => queries.setQueryData(SESSION_KEY, person),
  });
}

export const useAskForAddress = () =>
  useMutation({
    mutationFn: (body: Schemas["NewAddress"]) => answerOf(identity.POST("/profile/address", { body })),
  });

export const useAnotherAddressCode = () =>
  useMutation({
    mutationFn: (body: Schemas["AnotherCode"]) => answerOf(identity.POST("/profile/address/code", { body })),
  });

export function useConfirmAddress() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["Code"]) => answerOf(identity.POST("/profile/address/confirmation", { body })),
    onSuccess: (person) => queries.setQueryData(SESSION_KEY, person),
  });
}

export const useSessions = () =>
  useQuery({ queryKey: SESSIONS_KEY, queryFn: () => answerOf(identity.GET("/profile/sessions")) });

export function useEndSession() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (session_id: string) =>
      answerOf(identity.DELETE("/profile/sessions/{session_id}", { params: { path: { session_id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: SESSIONS_KEY }),
  });
}

export function useEndOtherSessions() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => answerOf(identity.DELETE("/profile/sessions")),
    onSuccess: () => queries.invalidateQueries({ queryKey: SESSIONS_KEY }),
  });
}

/** All that is held about the person: each service answers for itself. */
export const usePersonalData = () =>
  useMutation({
    mutationFn: async () => ({
      identity: await answerOf(identity.GET("/personal-data")),
      structures: await answerOf(structures.GET("/personal-data")),
      habilitations: await answerOf(habilitations.GET("/personal-data")),
      notifications: await answerOf(notifications.GET("/personal-data")),
    }),
  });

export function useCloseAccount() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["Closure"]) => answerOf(identity.POST("/profile/closure", { body })),
    onSuccess: () => forgetEverything(queries),
  });
}
