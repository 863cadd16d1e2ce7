/** Who is here, and what they may do: what every screen and the navigation ask. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answerOf, habilitations, identity } from "../api/clients";
import { Refused } from "../api/problem";
import type { components as Habilitations } from "../api/types/habilitations";
import type { components as Identity } from "../api/types/identity";
import { someoneIsHere } from "./gate";

export type Person = Identity["schemas"]["Profile"];
export type MyStructure = Habilitations["schemas"]["MyStructure"];

/** Somebody before the page: `rights` over any of their structures, the default structure's rights among them. */
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

/** Rights are asked for again whenever a page is opened: what was granted shows at once. */
export function useMyRights(enabled: boolean) {
  return useQuery({
    queryKey: ["habilitations", "my-rights"],
    queryFn: () => answerOf(habilitations.GET("/my-rights")),
    enabled,
  });
}

export function useWho(): { who: Who; isPending: boolean; error: Error | null; retry: () => void } {
  const person = usePerson();
  const isClient = person.data?.kind === "client";
  const rights = useMyRights(isClient);
  return {
    who: whoIs(person.data ?? null, rights.data?.items ?? []),
    isPending: person.isPending || (isClient && rights.isPending),
    error: person.error ?? rights.error,
    retry: () => void (person.error ? person : rights).refetch(),
  };
}

export function whoIs(person: Person | null, structures: readonly MyStructure[]): Who {
  const held = new Set(structures.filter((each) => !each.suspended).flatMap((each) => each.rights));
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
