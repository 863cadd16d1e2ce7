/** Requests for assistance, for those who answer them. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { answerOf, identity, notifications, structures } from "../../../api/clients";
import { useRefresh } from "../../../api/refresh";
import type { components, operations } from "../../../api/types/notifications";
import { useWho } from "../../../session/useSession";

type Schemas = components["schemas"];
export type Request = Schemas["AssistanceRequest"];
export type RequestDetail = Schemas["AssistanceRequestDetail"];
export type Entry = Schemas["AssistanceEntry"];
export type Search = Pick<
  NonNullable<operations["list_assistance_requests"]["parameters"]["query"]>,
  "state" | "topic" | "text"
>;

const REQUESTS = ["notifications", "assistance"] as const;
const PAGE = 100;

/** Newest first, a page at a time. */
export function useRequests(search: Search) {
  return useInfiniteQuery({
    queryKey: [...REQUESTS, "list", search],
    queryFn: ({ pageParam }) =>
      answerOf(
        notifications.GET("/assistance-requests", {
          params: { query: { ...search, limit: PAGE, ...(pageParam && { after: pageParam }) } },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

export function useRequest(requestId: string) {
  return useQuery({
    queryKey: [...REQUESTS, requestId],
    queryFn: () => answerOf(notifications.GET("/assistance-requests/{request_id}", of(requestId))),
  });
}

export function useAnswer(requestId: string) {
  return useMutation({
    mutationFn: (text: string) =>
      answerOf(
        notifications.POST("/assistance-requests/{request_id}/answers", { ...of(requestId), body: { text } }),
      ),
    onSuccess: useRefresh(REQUESTS),
  });
}

export function useClose(requestId: string) {
  return useMutation({
    mutationFn: () =>
      answerOf(notifications.POST("/assistance-requests/{request_id}/closure", of(requestId))),
    onSuccess: useRefresh(REQUESTS),
  });
}

export function useReopen(requestId: string) {
  return useMutation({
    mutationFn: () =>
      answerOf(notifications.POST("/assistance-requests/{request_id}/reopening", of(requestId))),
    onSuccess: useRefresh(REQUESTS),
  });
}

/** The account of who asked, for agents who may look into accounts. */
export function useAsker(personId: string | null) {
  const { who } = useWho();
  return useQuery({
    queryKey: ["identity", "account", personId],
    queryFn: () =>
      answerOf(identity.GET("/accounts/{person_id}", { params: { path: { person_id: personId ?? "" } } })),
    enabled: personId !== null && who.may("identity.agent"),
  });
}

/** The structure that a request is about, as the register knows it. */
export function useConcerned(structureId: string | null) {
  return useQuery({
    queryKey: ["structures", "structure", structureId],
    queryFn: () =>
      answerOf(
        structures.GET("/structures/{structure_id}", {
          params: { path: { structure_id: structureId ?? "" } },
        }),
      ),
    enabled: structureId !== null,
  });
}

const of = (requestId: string) => ({ params: { path: { request_id: requestId } } });
