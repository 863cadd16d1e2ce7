/** Which of several structures a page is about: in its address, the first one otherwise. */
import { NativeSelect } from "@mantine/core";
import { useSearchParams } from "react-router";
import { useTexts } from "../../i18n/texts";
import { texts } from "./texts";

const IN_ADDRESS = "structure";
type Named = { structure_id: string; name: string };

export const toStructure = (path: string, structureId: string): string =>
  `${path}?${IN_ADDRESS}=${structureId}`;

export function useChosenStructure<Each extends Named>(among: readonly Each[]): Each | undefined {
  const [search] = useSearchParams();
  return among.find((each) => each.structure_id === search.get(IN_ADDRESS)) ?? among[0];
}

/** Nothing where there is nothing to choose. */
export function StructureChoice({ among, chosen }: { among: readonly Named[]; chosen: Named }) {
  const t = useTexts(texts);
  const [, setSearch] = useSearchParams();
  if (among.length < 2) return null;
  return (
    <NativeSelect
      label={t.choice}
      value={chosen.structure_id}
      onChange={(event) => setSearch({ [IN_ADDRESS]: event.currentTarget.value }, { replace: true })}
      data={among.map((each) => ({ value: each.structure_id, label: each.name }))}
      maw={480}
    />
  );
}
