/** The life of a loan: where it stands on a day, what happened to it, what an early repayment would cost. */
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { answerOf, lending } from "../../../api/clients";
import { everyItem } from "../../../api/pages";
import type { components } from "../../../api/types/lending";
import type { Told } from "../told";

type Schemas = components["schemas"];
export type Position = Told<Schemas["Position"]>;
export type Unpaid = Told<Schemas["Unpaid"]>;
export type Question = Schemas["RepaymentQuestion"];
export type Quote = Told<Omit<Schemas["RepaymentQuote"], "next_instalment" | "last_due_on">> & {
  next_instalment: Told<Schemas["Following"]> | null;
  last_due_on: string | null;
};
/** What a fact says of itself is in `body`, by its kind: see `factInWords`. */
export type Fact = Told<Omit<Schemas["LoanFact"], "body">> & { body: Record<string, unknown> };

const PAGE = 200;
const at = (loanNumber: string) => ({ path: { loan_number: loanNumber } });

/** At the end of a day, today without; as it was known at an instant, now without. */
export function usePosition(loanNumber: string, on = "", knownAt = "") {
  const query = { ...(on && { on }), ...(knownAt && { known_at: knownAt }) };
  return useQuery({
    queryKey: ["lending", "position", loanNumber, on, knownAt],
    queryFn: () =>
      answerOf(
        lending.GET("/loans/{loan_number}/position", { params: { ...at(loanNumber), query } }),
      ) as Promise<Position>,
    placeholderData: keepPreviousData,
  });
}

/** In order. */
export function useFacts(loanNumber: string) {
  return useQuery({
    queryKey: ["lending", "facts", loanNumber],
    queryFn: () =>
      everyItem((after) => {
        const query = { limit: PAGE, ...(after && { after }) };
        return answerOf(lending.GET("/loans/{loan_number}/facts", { params: { ...at(loanNumber), query } }));
      }) as Promise<Fact[]>,
  });
}

/** Nothing is kept of it. */
export function useQuote(loanNumber: string) {
  return useMutation({
    mutationFn: (body: Question) =>
      answerOf(
        lending.POST("/loans/{loan_number}/early-repayment-quotes", { params: at(loanNumber), body }),
      ) as Promise<Quote>,
  });
}
