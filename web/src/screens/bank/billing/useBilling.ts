/** Calls of instalments: the runs there were, a run that somebody asks for, and what falls due next. */
import { keepPreviousData, useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { answerOf, lending } from "../../../api/clients";
import { useRefresh } from "../../../api/refresh";
import type { components } from "../../../api/types/lending";
import type { Told } from "../../borrower/told";

type Schemas = components["schemas"];
type Page<Item> = { items: Item[]; next: string | null };
export type Run = Told<Schemas["BillingRun"]>;
export type Upcoming = Told<Schemas["NextInstalment"]>;
export type Billing = Schemas["Billing"];
export type Report = Told<Schemas["BillingReport"]>;
export type Period = { due_from?: string; due_until?: string };

const PAGE = 50;
const LENDING = ["lending"] as const;

/** The newest first. */
export function useRuns() {
  return useInfiniteQuery({
    queryKey: [...LENDING, "billing-runs"],
    queryFn: ({ pageParam }) => {
      const query = { limit: PAGE, ...(pageParam && { after: pageParam }) };
      return answerOf(lending.GET("/billing-runs", { params: { query } })) as Promise<Page<Run>>;
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });
}

/** The next instalment of each loan, the soonest first. */
export function useUpcoming(period: Period) {
  return useInfiniteQuery({
    queryKey: [...LENDING, "upcoming", period],
    queryFn: ({ pageParam }) => {
      const query = { ...period, limit: PAGE, ...(pageParam && { after: pageParam }) };
      return answerOf(lending.GET("/instalments", { params: { query } })) as Promise<Page<Upcoming>>;
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

export function useCall() {
  return useMutation({
    mutationFn: (body: Billing) => answerOf(lending.POST("/billing-runs", { body })) as Promise<Report>,
    onSuccess: useRefresh(LENDING),
  });
}
