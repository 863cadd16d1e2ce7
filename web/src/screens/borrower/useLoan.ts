/** One loan: its sheet, its schedule in any version, what revisions changed, its file. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { answerOf, lending } from "../../api/clients";
import type { components } from "../../api/types/lending";
import { download } from "../../ui/download";
import type { Told } from "./told";

type Schemas = components["schemas"];
export type Terms = Schemas["LoanTerms"];
export type Sheet = Told<Omit<Schemas["LoanSheet"], "terms">> & { terms: Terms };
export type Row = Schemas["Row"];
export type Version = Told<Schemas["ScheduleVersion"]>;
export type Effect = Told<Pick<Schemas["LoanEffect"], "is_change" | "revision">> & {
  before: Row[];
  after: Row[];
};
export type FileFormat = "csv" | "xlsx" | "pdf";
export const FILE_FORMATS: readonly FileFormat[] = ["pdf", "xlsx", "csv"];

const at = (loanNumber: string) => ({ path: { loan_number: loanNumber } });

export function useSheet(loanNumber: string) {
  return useQuery({
    queryKey: ["lending", "loan", loanNumber],
    queryFn: () =>
      answerOf(lending.GET("/loans/{loan_number}", { params: at(loanNumber) })) as unknown as Promise<Sheet>,
  });
}

/** As it is now, or as it was in a version. */
export function useSchedule(loanNumber: string, version?: number) {
  const query = version === undefined ? {} : { version };
  return useQuery({
    queryKey: ["lending", "schedule", loanNumber, version ?? "now"],
    queryFn: () =>
      answerOf(
        lending.GET("/loans/{loan_number}/schedule", { params: { ...at(loanNumber), query } }),
      ) as Promise<{ rows: Row[] }>,
  });
}

export function useVersions(loanNumber: string) {
  return useQuery({
    queryKey: ["lending", "versions", loanNumber],
    queryFn: () =>
      answerOf(lending.GET("/loans/{loan_number}/versions", { params: at(loanNumber) })) as Promise<
        Version[]
      >,
  });
}

export function useEffectOf(loanNumber: string, revisionId: string) {
  return useQuery({
    queryKey: ["lending", "effect", loanNumber, revisionId],
    queryFn: () =>
      answerOf(
        lending.GET("/loans/{loan_number}/revisions/{revision_id}", {
          params: { path: { loan_number: loanNumber, revision_id: revisionId } },
        }),
      ) as unknown as Promise<Effect>,
  });
}

export function useLoanFile(loanNumber: string) {
  return useMutation({
    mutationFn: async (format: FileFormat) => {
      const call = lending.GET("/loans/{loan_number}/export", {
        params: { ...at(loanNumber), query: { format } },
        parseAs: "blob",
      });
      const file = (await answerOf(call)) as unknown as Blob;
      download(`${loanNumber}.${format}`, file, file.type);
    },
  });
}
