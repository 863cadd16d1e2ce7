/** The users of a structure, for those who administer it. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { answerOf, habilitations } from "../../api/clients";
import { useRefresh } from "../../api/refresh";
import type { components } from "../../api/types/habilitations";
import { useMyRights } from "../../session/useSession";

type Schemas = components["schemas"];
export type User = Schemas["User"];
export type Sheet = Schemas["UserSheet"];
export type RightChange = Schemas["RightChange"];
export type Request = Schemas["Request"];
export type Right = Schemas["HeldRights"]["rights"][number];

const HABILITATIONS = ["habilitations"] as const;

/** The structures that one administers, with what one holds there: nobody gives more than that. */
export function useAdministered() {
  const rights = useMyRights(true);
  return (rights.data?.items ?? []).filter(
    (each) => each.rights.includes("administrator") && !each.suspended,
  );
}

export function useUsers(structureId: string) {
  return useQuery({
    queryKey: [...HABILITATIONS, "users", structureId],
    queryFn: async () => {
      const path = { structure_id: structureId };
      return (await answerOf(habilitations.GET("/structures/{structure_id}/users", { params: { path } })))
        .items;
    },
  });
}

export function useUser(structureId: string, personId: string) {
  return useQuery({
    queryKey: [...HABILITATIONS, "users", structureId, personId],
    queryFn: () =>
      answerOf(
        habilitations.GET("/structures/{structure_id}/users/{person_id}", {
          params: { path: { structure_id: structureId, person_id: personId } },
        }),
      ),
  });
}

export function useApprove() {
  return useMutation({
    mutationFn: ({ requestId, ...body }: { requestId: string } & Schemas["Decision"]) =>
      answerOf(
        habilitations.POST("/requests/{request_id}/approval", {
          params: { path: { request_id: requestId } },
          body,
        }),
      ),
    onSuccess: useRefresh(HABILITATIONS),
  });
}

export function useRefuse() {
  return useMutation({
    mutationFn: ({ requestId, reason }: { requestId: string; reason: string | null }) =>
      answerOf(
        habilitations.POST("/requests/{request_id}/refusal", {
          params: { path: { request_id: requestId } },
          body: { reason },
        }),
      ),
    onSuccess: useRefresh(HABILITATIONS),
  });
}

export function useSetRights(structureId: string) {
  return useMutation({
    mutationFn: ({ personId, ...body }: { personId: string } & Schemas["HeldRights"]) =>
      answerOf(
        habilitations.PUT("/structures/{structure_id}/users/{person_id}/rights", {
          params: { path: { structure_id: structureId, person_id: personId } },
          body,
        }),
      ),
    onSuccess: useRefresh(HABILITATIONS),
  });
}
