/** The official values of the indexes. */
import { useQuery } from "@tanstack/react-query";
import { answerOf, rates } from "../../api/clients";
import { everyItem } from "../../api/pages";
import type { components } from "../../api/types/rates";

export type Index = components["schemas"]["Index"];
export type Fixing = components["schemas"]["FixingSummary"];

const PAGE = 200;

export const useIndexes = () =>
  useQuery({ queryKey: ["rates", "indexes"], queryFn: () => answerOf(rates.GET("/indexes")) });

/** When an index can change next: after today, and after what is announced already. */
export const useComingDates = (index: string) =>
  useQuery({
    queryKey: ["rates", "coming-dates", index],
    queryFn: () => answerOf(rates.GET("/indexes/{index}/coming-dates", { params: { path: { index } } })),
    enabled: index !== "",
  });

/** Newest first. */
export const useHistory = (index: string) =>
  useQuery({
    queryKey: ["rates", "history", index],
    queryFn: () =>
      everyItem((after) =>
        answerOf(
          rates.GET("/indexes/{index}/fixings", {
            params: { path: { index }, query: { limit: PAGE, ...(after && { after }) } },
          }),
        ),
      ),
  });
