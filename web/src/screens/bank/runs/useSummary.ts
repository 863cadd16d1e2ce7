/** How far the messages of one cause, such as a revision, have come. */
import { useQuery } from "@tanstack/react-query";
import { answerOf, notifications } from "../../../api/clients";
import type { components } from "../../../api/types/notifications";
import type { Told } from "../../borrower/told";

type Schemas = components["schemas"];
export type Count = Told<Schemas["Count"]>;
export type Summary = Omit<Told<Schemas["Summary"]>, "counts"> & { counts: Count[] };

const POLL_MILLISECONDS = 2_000;
/** Between two looks where nothing is on its way: whom to tell may be counted a while after the loans. */
const REST_MILLISECONDS = 30_000;

export function useSummary(cause: string) {
  return useQuery({
    queryKey: ["notifications", "summary", cause],
    queryFn: () =>
      answerOf(
        notifications.GET("/summary", { params: { query: { cause } } }),
      ) as unknown as Promise<Summary>,
    refetchInterval: ({ state }) => (isOnTheWay(state.data) ? POLL_MILLISECONDS : REST_MILLISECONDS),
  });
}

function isOnTheWay(summary: Summary | undefined): boolean {
  return summary !== undefined && summary.done + summary.failed < summary.total;
}
