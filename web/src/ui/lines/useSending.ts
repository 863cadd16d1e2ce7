/** Sends the parts of a file one after another, and adds up what the service says of each. */
import { useState } from "react";
import type { FieldProblem } from "../../api/problem";
import type { FilePart } from "./parts";

export type RefusedLine = {
  line: number;
  key: string | null;
  problem: { detail?: string; title?: string; errors?: readonly FieldProblem[] };
};
export type ImportReport = { accepted: number; already_known: number; refused: readonly RefusedLine[] };
export type SendPart = (body: string) => Promise<ImportReport>;

export function useSending(send: SendPart, done: () => void) {
  const [report, setReport] = useState<ImportReport | null>(null);
  const [linesSent, setLinesSent] = useState(0);
  const [isSending, setSending] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const forget = () => {
    setReport(null);
    setError(null);
    setLinesSent(0);
  };
  const start = async (parts: readonly FilePart[]) => {
    forget();
    setSending(true);
    let told: ImportReport | null = null;
    try {
      for (const part of parts) {
        told = together(told, await send(part.body), part.before);
        setReport(told);
        setLinesSent((sent) => sent + part.lines);
      }
    } catch (refusal) {
      setError(refusal as Error);
    }
    setSending(false);
    done();
  };
  return {
    report,
    linesSent,
    isSending,
    error,
    forget,
    start: (parts: readonly FilePart[]) => void start(parts),
  };
}

/** before: lines of the file that come before the part: its lines are numbered from one on */
export function together(sum: ImportReport | null, part: ImportReport, before: number): ImportReport {
  const refused = part.refused.map((each) => ({ ...each, line: each.line + before }));
  return {
    accepted: (sum?.accepted ?? 0) + part.accepted,
    already_known: (sum?.already_known ?? 0) + part.already_known,
    refused: [...(sum?.refused ?? []), ...refused],
  };
}
