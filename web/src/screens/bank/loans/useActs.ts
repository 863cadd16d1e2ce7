/** What agents note of a loan: early repayments, money that came or went, its start, other terms. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { answerOf, lending } from "../../../api/clients";
import { useRefresh } from "../../../api/refresh";
import type { components } from "../../../api/types/lending";
import type { Question } from "../../borrower/life/useLife";
import type { Told } from "../../borrower/told";
import type { Row } from "../../borrower/useLoan";

type Schemas = components["schemas"];
export type Request = Told<Schemas["RepaymentRequest"]>;
export type Payment = Schemas["Payment"];
export type PaymentReturn = Schemas["PaymentReturn"];
export type OtherTerms = Schemas["OtherTerms"];
export type Preview = { before: Row[]; after: Row[] };

/** Whatever happens to a loan changes its schedule, its position and the lists it is in. */
const LENDING = ["lending"] as const;
const at = (loanNumber: string) => ({ params: { path: { loan_number: loanNumber } } });

export function useRequests(loanNumber: string) {
  return useQuery({
    queryKey: [...LENDING, "early-repayments", loanNumber],
    queryFn: () =>
      answerOf(lending.GET("/loans/{loan_number}/early-repayments", at(loanNumber))) as Promise<Request[]>,
  });
}

export function useAsk(loanNumber: string) {
  return useMutation({
    mutationFn: (body: Question) =>
      answerOf(lending.POST("/loans/{loan_number}/early-repayments", { ...at(loanNumber), body })),
    onSuccess: useRefresh(LENDING),
  });
}

export function useAgree(loanNumber: string, requestId: string) {
  return useMutation({
    mutationFn: () =>
      answerOf(
        lending.POST(
          "/loans/{loan_number}/early-repayments/{request_id}/agreement",
          request(loanNumber, requestId),
        ),
      ),
    onSuccess: useRefresh(LENDING),
  });
}

export function useWithdraw(loanNumber: string, requestId: string) {
  return useMutation({
    mutationFn: () =>
      answerOf(
        lending.POST(
          "/loans/{loan_number}/early-repayments/{request_id}/withdrawal",
          request(loanNumber, requestId),
        ),
      ),
    onSuccess: useRefresh(LENDING),
  });
}

export function useTakePayment() {
  return useMutation({
    mutationFn: (body: Payment) => answerOf(lending.POST("/payments", { body })),
    onSuccess: useRefresh(LENDING),
  });
}

export function useTakeBack() {
  return useMutation({
    mutationFn: (body: PaymentReturn) => answerOf(lending.POST("/payment-returns", { body })),
    onSuccess: useRefresh(LENDING),
  });
}

export function useDisburse(loanNumber: string) {
  return useMutation({
    mutationFn: (body: Schemas["Disbursed"]) =>
      answerOf(lending.POST("/loans/{loan_number}/disbursements", { ...at(loanNumber), body })),
    onSuccess: useRefresh(LENDING),
  });
}

export function useSetEffectDate(loanNumber: string) {
  return useMutation({
    mutationFn: (body: Schemas["EffectDate"]) =>
      answerOf(lending.POST("/loans/{loan_number}/effect-date", { ...at(loanNumber), body })),
    onSuccess: useRefresh(LENDING),
  });
}

/** What falls due after the day, as it is and as it would be; nothing is kept. */
export function usePreview(loanNumber: string) {
  return useMutation({
    mutationFn: (body: OtherTerms) =>
      answerOf(
        lending.POST("/loans/{loan_number}/rearrangement-previews", { ...at(loanNumber), body }),
      ) as Promise<Preview>,
  });
}

export function useRearrange(loanNumber: string) {
  return useMutation({
    mutationFn: (body: Schemas["Rearrangement"]) =>
      answerOf(lending.POST("/loans/{loan_number}/rearrangements", { ...at(loanNumber), body })),
    onSuccess: useRefresh(LENDING),
  });
}

const request = (loan_number: string, request_id: string) => ({
  params: { path: { loan_number, request_id } },
});
