/** The audit trails: one a service that keeps one. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { answerOf, habilitations, identity, structures } from "../../../api/clients";
import type { components, operations } from "../../../api/types/identity";

export type Act = components["schemas"]["Act"];
type Query = NonNullable<operations["list_trail"]["parameters"]["query"]>;
export type Search = Pick<Query, "act" | "done_by" | "subject_id" | "structure_id" | "since" | "before">;

/** Their routes are the same: what is known of those of one holds for all. */
const KEEPERS = {
  identity,
  structures: structures as unknown as typeof identity,
  habilitations: habilitations as unknown as typeof identity,
} as const;
export type Keeper = keyof typeof KEEPERS;
export const TRAILS = Object.keys(KEEPERS) as readonly Keeper[];

const PAGE = 100;

/** Newest first, a page at a time. */
export function useActs(keeper: Keeper, search: Search) {
  return useInfiniteQuery({
    queryKey: ["acts", keeper, search],
    queryFn: ({ pageParam }) =>
      answerOf(
        KEEPERS[keeper].GET("/acts", {
          params: { query: { ...search, limit: PAGE, ...(pageParam && { after: pageParam }) } },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

export function useActNames(keeper: Keeper) {
  return useQuery({
    queryKey: ["acts", keeper, "names"],
    queryFn: () => answerOf(KEEPERS[keeper].GET("/acts/names")),
  });
}

/** Computes every line's hash again: on request only. */
export function useVerify(keeper: Keeper) {
  return useMutation({ mutationFn: () => answerOf(KEEPERS[keeper].GET("/acts/verification")) });
}
