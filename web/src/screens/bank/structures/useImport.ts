/** Recording structures from a file, a part after the other; what has entered is told as it does. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { answerOf, structures } from "../../../api/clients";
import { useRefresh } from "../../../api/refresh";
import type { components } from "../../../api/types/structures";
import { type FilePart, partsOf } from "./importFile";

type Schemas = components["schemas"];
export type Row = Schemas["StructureRow"];
export type Refused = Schemas["RefusedLine"];
export type Report = Schemas["ImportReport"];
/** How far an import has come, and what became of the lines so far. */
export type Import = { file: string; partsDone: number; partsTotal: number; report: Report };

/** notJson: it holds nothing that could be a structure; changed: it is another one than was chosen, which browsers refuse */
export class Unreadable extends Error {
  readonly why: "notJson" | "changed";

  constructor(why: Unreadable["why"]) {
    super(why);
    this.why = why;
  }
}

const NOTHING: Report = { recorded: 0, changed: 0, unchanged: 0, refused: [] };

export function useImport() {
  const [current, setCurrent] = useState<Import | null>(null);
  const refresh = useRefresh(["structures"]);
  const work = useMutation({
    mutationFn: async (file: File) => {
      setCurrent(null);
      const parts = await read(file);
      const about = { file: file.name, partsTotal: parts.length };
      let report = NOTHING;
      for (const [index, part] of parts.entries()) {
        setCurrent({ ...about, partsDone: index, report });
        report = added(report, await send(part), part.first);
      }
      setCurrent({ ...about, partsDone: parts.length, report });
    },
    onSettled: refresh,
  });
  return { ...work, current };
}

async function read(file: File): Promise<FilePart[]> {
  const text = await file.text().catch(() => {
    throw new Unreadable("changed");
  });
  const parts = partsOf(text);
  if (parts.length === 0) throw new Unreadable("notJson");
  return parts;
}

function send({ body }: FilePart): Promise<Report> {
  return answerOf(
    structures.POST("/imports", {
      // One JSON object a line: the service reports each line that is none by its number.
      body: body as unknown as Row[],
      bodySerializer: String,
      headers: { "Content-Type": "application/x-ndjson" },
    }),
  );
}

function added(before: Report, now: Report, first: number): Report {
  return {
    recorded: before.recorded + now.recorded,
    changed: before.changed + now.changed,
    unchanged: before.unchanged + now.unchanged,
    refused: [...before.refused, ...now.refused.map((each) => ({ ...each, line: each.line + first }))],
  };
}
