/** Sends the parts of a file one after another, and adds up what the service says of each. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { FieldProblem } from "../../api/problem";
import { type FilePart, partsOf, Unreadable } from "./parts";

export type RefusedLine = {
  line: number;
  key: string | null;
  problem: { detail?: string; title?: string; errors?: readonly FieldProblem[] };
};
/** What a service says of some lines: how many became what, and those that were refused. */
export type Report<Count extends string> = Record<Count, number> & { refused: readonly RefusedLine[] };
/** As JSON lines: a service reports each line that it cannot read by its number. */
export type SendPart<Count extends string> = (lines: string) => Promise<Report<Count>>;
/** How such lines leave: as they are. */
export const AS_LINES = {
  bodySerializer: String,
  headers: { "Content-Type": "application/x-ndjson" },
};

/** How far an import has come, and what became of the lines so far. */
export type Import<Count extends string> = {
  file: string;
  linesSent: number;
  lines: number;
  report: Report<Count> | null;
};

export function useImport<Count extends string>(
  send: SendPart<Count>,
  counts: readonly Count[],
  done: () => void,
) {
  const [current, setCurrent] = useState<Import<Count> | null>(null);
  const work = useMutation({
    mutationFn: async (file: File) => {
      setCurrent(null);
      const parts = await read(file);
      const lines = parts.reduce((sum, part) => sum + part.lines, 0);
      let [report, linesSent]: [Report<Count> | null, number] = [null, 0];
      setCurrent({ file: file.name, lines, linesSent, report });
      for (const part of parts) {
        report = together(counts, report, await send(part.body), part.before);
        linesSent += part.lines;
        setCurrent({ file: file.name, lines, linesSent, report });
      }
    },
    onSettled: done,
  });
  return { ...work, current };
}

async function read(file: File): Promise<FilePart[]> {
  const text = await file.text().catch(() => {
    throw new Unreadable("changed");
  });
  return partsOf(text);
}

/** before: lines of the file that come before the part: its lines are numbered from one on */
export function together<Count extends string>(
  counts: readonly Count[],
  sum: Report<Count> | null,
  part: Report<Count>,
  before: number,
): Report<Count> {
  const refused = part.refused.map((each) => ({ ...each, line: each.line + before }));
  const added = Object.fromEntries(counts.map((name) => [name, (sum?.[name] ?? 0) + part[name]]));
  return { ...added, refused: [...(sum?.refused ?? []), ...refused] } as Report<Count>;
}
