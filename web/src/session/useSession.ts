/** Who is here, and what they may do: what every screen and the navigation ask. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answerOf, habilitations, identity } from "../api/clients";
import { Refused } from "../api/problem";
import type { components as Habilitations } from "../api/types/habilitations";
import type { components as Identity } from "../api/types/identity";
import { someoneIsHere } from "./gate";

export type Person = Identity["schemas"]["Profile"];
export type MyStructure = Habilitations["schemas"]["MyStructure"];
export type Grant = Habilitations["schemas"]["OwnGrant"];

/** Somebody before the page. `may(right)`: in any of their structures, or for the bank where they work for it. */
export type Who = {
  person: Person | null;
  isOfTheBank: boolean;
  structures: readonly MyStructure[];
  may: (right: string) => boolean;
};

export const SESSION_KEY = ["session"] as const;
const MINUTE = 60_000;

export function usePerson() {
  return useQuery({ queryKey: SESSION_KEY, queryFn: readPerson, staleTime: MINUTE });
}

/** A client's structures, what they may do in each and what is under way. Asked for again whenever a page is opened. */
export function useMyRights(enabled: boolean) {
  return useQuery({
    queryKey: ["habilitations", "my-rights"],
    queryFn: () => answerOf(habilitations.GET("/my-rights")),
    enabled,
  });
}

/** What somebody of the bank may do. */
function useMyGrants(enabled: boolean) {
  return useQuery({
    queryKey: ["habilitations", "my-grants"],
    queryFn: () => answerOf(habilitations.GET("/my-grants")),
    enabled,
  });
}

export function useWho(): { who: Who; isPending: boolean; error: Error | null; retry: () => void } {
  const person = usePerson();
  const kind = person.data?.kind;
  const rights = useMyRights(kind === "client");
  const grants = useMyGrants(kind === "staff");
  const held = kind === "client" ? rights : grants;
  return {
    who: whoIs(person.data ?? null, rights.data?.items ?? [], grants.data?.items ?? []),
    isPending: person.isPending || (kind !== undefined && held.isPending),
    error: person.error ?? held.error,
    retry: () => void (person.error ? person : held).refetch(),
  };
}

export function whoIs(
  person: Person | null,
  structures: readonly MyStructure[],
  grants: readonly Grant[] = [],
): Who {
  const inStructures = structures.filter((each) => !each.suspended).flatMap((each) => each.rights);
  const ofTheBank = grants.filter((each) => each.held).map((each) => each.right);
  const held = new Set([...inStructures, ...ofTheBank]);
  return {
    person,
    isOfTheBank: person?.kind === "staff",
    structures,
    may: (right) => held.has(right),
  };
}

export function useLogIn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Identity["schemas"]["Login"]) =>
      answerOf(identity.POST("/browser-sessions", { body })),
    onSuccess: () => queries.invalidateQueries(),
  });
}

export function useLogOut() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => answerOf(identity.DELETE("/browser-sessions/current")),
    onSuccess: () => forgetEverything(queries),
  });
}

/** Nothing of the person before stays on the page. */
export function forgetEverything(queries: ReturnType<typeof useQueryClient>): void {
  someoneIsHere(false);
  queries.clear();
  queries.setQueryData(SESSION_KEY, null);
}

async function readPerson(): Promise<Person | null> {
  try {
    const person = await answerOf(identity.GET("/profile"));
    someoneIsHere(true);
    return person;
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 401) throw error;
    someoneIsHere(false);
    return null;
  }
}
