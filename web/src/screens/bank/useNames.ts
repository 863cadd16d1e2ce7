/** Names of people and systems by their ids: what trails and histories hold are ids. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { answerOf, identity } from "../../api/clients";

const HOUR = 3_600_000;
/** As many as one question may ask for. */
const IDS_MAX = 100;

/** Gives a name for an id; the id itself where it is nobody's, or not known yet. */
export function useNames(asked: readonly (string | null)[]): (id: string) => string {
  const ids = [...new Set(asked.filter((id) => id !== null))].sort();
  const names = useQuery({
    queryKey: ["identity", "names", ids],
    queryFn: () => namesOf(ids),
    enabled: ids.length > 0,
    staleTime: HOUR,
    placeholderData: keepPreviousData,
  });
  const known = useMemo(
    () => new Map(names.data?.map(({ person_id, name }) => [person_id, name])),
    [names.data],
  );
  return useCallback((id) => known.get(id) ?? id, [known]);
}

async function namesOf(ids: readonly string[]) {
  const parts = Array.from({ length: Math.ceil(ids.length / IDS_MAX) }, (_, part) =>
    ids.slice(part * IDS_MAX, (part + 1) * IDS_MAX),
  );
  const answers = await Promise.all(
    parts.map((part) => answerOf(identity.GET("/names", { params: { query: { ids: part } } }))),
  );
  return answers.flatMap(({ items }) => items);
}
