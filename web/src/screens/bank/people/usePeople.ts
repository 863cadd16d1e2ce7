/** The accounts of clients, for agents who help them: who they are, why they may not get in, what was sent to them. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { answerOf, habilitations, identity, notifications } from "../../../api/clients";
import { everyItem } from "../../../api/pages";
import { useRefresh } from "../../../api/refresh";
import type { components as Habilitations } from "../../../api/types/habilitations";
import type { components as Identity } from "../../../api/types/identity";
import type { components as Notifications } from "../../../api/types/notifications";
import { useWho } from "../../../session/useSession";

export type Account = Identity["schemas"]["Account"];
export type AccountSheet = Identity["schemas"]["AccountSheet"];
export type Place = Habilitations["schemas"]["Person"];
export type Suspension = Habilitations["schemas"]["Suspension"];
export type AccountMail = Notifications["schemas"]["AccountMail"];

const PAGE = 50;
const PAGE_MAX = 200;
const ACCOUNT = ["identity", "account"] as const;
const SUSPENSIONS = ["habilitations", "suspensions"] as const;

/** By words that are part of a name, an e-mail address or an identifier; a page at a time. */
export function useAccounts(typed: string) {
  return useInfiniteQuery({
    queryKey: ["identity", "accounts", typed],
    queryFn: ({ pageParam }) => {
      const query = { q: typed, limit: PAGE, ...(pageParam && { after: pageParam }) };
      return answerOf(identity.GET("/accounts", { params: { query } }));
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

export function useAccount(personId: string) {
  return useQuery({
    queryKey: [...ACCOUNT, personId],
    queryFn: () => answerOf(identity.GET("/accounts/{person_id}", of(personId))),
  });
}

export function useUnlock(personId: string) {
  return useMutation({
    mutationFn: (reason: string) =>
      answerOf(identity.POST("/accounts/{person_id}/unlock", { ...of(personId), body: { reason } })),
    onSuccess: useRefresh(ACCOUNT),
  });
}

export function useLogOutEverywhere(personId: string) {
  return useMutation({
    mutationFn: (reason: string) =>
      answerOf(identity.POST("/accounts/{person_id}/logout", { ...of(personId), body: { reason } })),
    onSuccess: useRefresh(ACCOUNT),
  });
}

/** Where somebody belongs, or did: found by their name, as the register of rights is searched. */
export function usePlaces({ person_id, first_name, last_name }: Account) {
  const { who } = useWho();
  return useQuery({
    queryKey: ["habilitations", "people", person_id, first_name, last_name],
    queryFn: async () => {
      const query = { q: `${first_name} ${last_name}`, limit: PAGE_MAX };
      const { items } = await answerOf(habilitations.GET("/people", { params: { query } }));
      return items.filter((place) => place.person_id === person_id);
    },
    enabled: who.may("habilitations.agent"),
  });
}

/** The newest first. */
export function useSuspensions(personId: string) {
  const { who } = useWho();
  return useQuery({
    queryKey: [...SUSPENSIONS, personId],
    queryFn: () =>
      everyItem((after) => {
        const query = { person_id: personId, limit: PAGE_MAX, ...(after && { after }) };
        return answerOf(habilitations.GET("/suspensions", { params: { query } }));
      }),
    enabled: who.may("habilitations.agent"),
  });
}

/** In every structure. */
export function useSuspend(personId: string) {
  return useMutation({
    mutationFn: (reason: string) =>
      answerOf(habilitations.POST("/suspensions", { body: { person_id: personId, reason } })),
    onSuccess: useRefresh(SUSPENSIONS),
  });
}

export function useLift(suspensionId: string) {
  return useMutation({
    mutationFn: (reason: string) =>
      answerOf(
        habilitations.POST("/suspensions/{suspension_id}/end", {
          params: { path: { suspension_id: suspensionId } },
          body: { reason },
        }),
      ),
    onSuccess: useRefresh(SUSPENSIONS),
  });
}

/** The newest that went to somebody about their account. */
export function useAccountMails(personId: string) {
  const { who } = useWho();
  return useQuery({
    queryKey: ["notifications", "account-mails", personId],
    queryFn: async () => {
      const query = { person_id: personId, limit: PAGE };
      return (await answerOf(notifications.GET("/account-mails", { params: { query } }))).items;
    },
    enabled: who.may("notifications.agent"),
  });
}

const of = (personId: string) => ({ params: { path: { person_id: personId } } });
