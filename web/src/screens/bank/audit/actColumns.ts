/** The columns of an audit trail: acts and people by the names that they go by. */
import { useMemo } from "react";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import type { Column } from "../../../ui/table/DataTable";
import { services } from "../../rights/services";
import { rights } from "../grants/rights";
import { useNames } from "../useNames";
import { type FactWords, factsInWords } from "./factsInWords";
import { texts } from "./texts";
import type { Act } from "./useTrail";

export function useActColumns(acts: readonly Act[]): readonly Column<Act>[] {
  const t = useTexts(texts);
  const format = useFormat();
  const name = useNames(acts.flatMap(({ done_by, subject_id }) => [done_by, subject_id]));
  const words = useFactWords();
  return useMemo(
    () => [
      { id: "number", header: t.number, kind: "number", value: (act) => act.number },
      {
        id: "at",
        header: t.at,
        value: (act) => act.done_at,
        show: (act) => format.instant(act.done_at),
      },
      {
        id: "act",
        header: t.act,
        value: (act) => act.act,
        words: (act) => actName(t.acts, act),
        choice: true,
      },
      { id: "by", header: t.by, value: (act) => (act.done_by ? name(act.done_by) : t.nobody) },
      { id: "subject", header: t.subject, value: (act) => act.subject_id && name(act.subject_id) },
      { id: "structure", header: t.structure, value: (act) => act.structure_id, hidden: true },
      { id: "facts", header: t.facts, value: (act) => factsInWords(act.facts, words), long: true },
      { id: "origin", header: t.origin, value: (act) => act.origin },
      { id: "request", header: t.request, value: (act) => act.request_id, hidden: true },
      { id: "hash", header: t.hash, value: (act) => act.hash, hidden: true },
    ],
    [t, format, name, words],
  );
}

function useFactWords(): FactWords {
  const { factNames, fact, requestStates } = useTexts(texts);
  const ofTheBank = useTexts(rights);
  const ofClients = useTexts(services);
  return useMemo(() => {
    const words = Object.entries<{ name: string }>({ ...ofTheBank, ...ofClients });
    const right = Object.fromEntries(words.map(([code, { name }]) => [code, name]));
    return { names: factNames, values: { right, state: requestStates }, one: fact };
  }, [factNames, fact, requestStates, ofTheBank, ofClients]);
}

/** An act as people call it; one that has no name yet, as it is written. */
export function actName(names: Record<string, string>, act: string): string {
  return names[act] ?? act;
}
