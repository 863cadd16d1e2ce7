/** The schedules of all loans of a structure as a file, which a worker writes loan after loan. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { answerOf, lending } from "../../api/clients";
import type { components } from "../../api/types/lending";
import type { Told } from "./told";
import type { FileFormat } from "./useLoan";
import type { Side } from "./usePortfolio";

export type Export = Told<components["schemas"]["Export"]>;

const POLL_MILLISECONDS = 1_000;

export function useOrderExport(side: Side, structureId: string) {
  return useMutation({
    mutationFn: (format: FileFormat) =>
      answerOf(
        lending.POST("/exports", { body: { structure_id: structureId, side, format } }),
      ) as unknown as Promise<Export>,
  });
}

/** How far it has come, asked again until it is there. */
export function useExport(ordered: Export) {
  return useQuery({
    queryKey: ["lending", "export", ordered.export_id],
    queryFn: () =>
      answerOf(
        lending.GET("/exports/{export_id}", { params: { path: { export_id: ordered.export_id } } }),
      ) as unknown as Promise<Export>,
    initialData: ordered,
    refetchInterval: ({ state }) => (isOver(state.data) ? false : POLL_MILLISECONDS),
  });
}

export function isOver(running?: Export): boolean {
  return running?.state === "completed" || running?.state === "failed";
}
