/** Rights over the bank: which there are, who holds them, how they are given and ended. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { answerOf, habilitations } from "../../../api/clients";
import { everyItem } from "../../../api/pages";
import { useRefresh } from "../../../api/refresh";
import type { components, operations } from "../../../api/types/habilitations";

type Schemas = components["schemas"];
type Name = Schemas["NewGrant"]["right"];
type Query = NonNullable<operations["list_grants"]["parameters"]["query"]>;
export type Right = Omit<Schemas["Right"], "right"> & { right: Name };
export type Held = Schemas["HeldGrant"];
export type Change = Schemas["Change"];
/** Each right is for people of the bank, or for its systems. */
export type Holder = "person" | "system";

const GRANTS = ["habilitations", "grants"] as const;
const PAGE_MAX = 200;
const CLOSING_MILLISECONDS = 2_000;

/** Every right that this kind of holder can have. */
export function useRightsFor(holder: Holder) {
  return useQuery({
    queryKey: ["habilitations", "rights", holder],
    queryFn: () => rightsFor(holder),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What somebody holds; asked again while the rights of a closed account still end. */
export function useHeld(subjectId: string, isClosed: boolean) {
  return useQuery({
    queryKey: [...GRANTS, "of", subjectId],
    queryFn: () => everyGrant({ subject_id: subjectId }),
    refetchInterval: ({ state }) => (isClosed && state.data?.length ? CLOSING_MILLISECONDS : false),
  });
}

/** By holder: the rights they have. */
export function useHolders(holder: Holder) {
  return useQuery({
    queryKey: [...GRANTS, "by-holder", holder],
    queryFn: async () => {
      const rights = await rightsFor(holder);
      return byHolder((await Promise.all(rights.map(({ right }) => everyGrant({ right })))).flat());
    },
  });
}

export function useChanges(grantId: string, enabled: boolean) {
  return useQuery({
    queryKey: [...GRANTS, "changes", grantId],
    queryFn: async () =>
      (await answerOf(habilitations.GET("/grants/{grant_id}/changes", of(grantId)))).items.reverse(),
    enabled,
  });
}

export function useGive(subjectId: string, right: Name) {
  return useMutation({
    mutationFn: (reason: string) =>
      answerOf(habilitations.POST("/grants", { body: { subject_id: subjectId, right, reason } })),
    onSuccess: useRefresh(GRANTS, ["acts"]),
  });
}

export function useEnd(grantId: string) {
  return useMutation({
    mutationFn: (reason: string) =>
      answerOf(
        habilitations.DELETE("/grants/{grant_id}", {
          params: { path: { grant_id: grantId }, query: { reason } },
        }),
      ),
    onSuccess: useRefresh(GRANTS, ["acts"]),
  });
}

async function rightsFor(holder: Holder): Promise<Right[]> {
  const { items } = await answerOf(habilitations.GET("/rights"));
  return items.filter((right) => right.holder === holder) as Right[];
}

function everyGrant(wanted: Pick<Query, "subject_id" | "right">): Promise<Held[]> {
  return everyItem((after) => {
    const query: Query = { ...wanted, limit: PAGE_MAX, ...(after && { after }) };
    return answerOf(habilitations.GET("/grants", { params: { query } }));
  });
}

function byHolder(held: readonly Held[]): ReadonlyMap<string, string[]> {
  const rights = new Map<string, string[]>();
  for (const { subject_id, right } of held)
    rights.set(subject_id, [...(rights.get(subject_id) ?? []), right]);
  return rights;
}

const of = (grantId: string) => ({ params: { path: { grant_id: grantId } } });
