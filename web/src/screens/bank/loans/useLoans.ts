/** The loans of the bank, for its agents: the portfolio as a whole, and the lines that a search finds. */
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { answerOf, lending } from "../../../api/clients";
import type { components } from "../../../api/types/lending";
import type { Told } from "../../borrower/told";

type Schemas = components["schemas"];
type Page<Item> = { items: Item[]; next: string | null };
export type Loan = Told<Omit<Schemas["Loan"], "index">> & { index: string | null };
export type Portfolio = Told<Schemas["PortfolioSummary"]>;

/** What a search may ask for, each of them the name of a parameter of `GET /loans`. */
export const WANTED = ["loan_number", "contract_number", "borrower_id", "guarantor_id", "product"] as const;
export type Wanted = Partial<Record<(typeof WANTED)[number], string>>;

const PAGE = 50;

export function usePortfolio() {
  return useQuery({
    queryKey: ["lending", "portfolio"],
    queryFn: () => answerOf(lending.GET("/portfolio")) as Promise<Portfolio>,
  });
}

/** In order of number, a page at a time. */
export function useFoundLoans(wanted: Wanted) {
  return useInfiniteQuery({
    queryKey: ["lending", "found-loans", wanted],
    queryFn: ({ pageParam }) => {
      const query = { ...wanted, limit: PAGE, ...(pageParam && { after: pageParam }) };
      return answerOf(lending.GET("/loans", { params: { query } })) as Promise<Page<Loan>>;
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}
