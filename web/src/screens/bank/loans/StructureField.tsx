/** One structure, chosen among those whose name or number begins as one types. */
import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useTexts } from "../../../i18n/texts";
import { useStructure, useStructures } from "../structures/useRegister";
import { texts } from "./texts";

const PAUSE_MILLISECONDS = 200;

type StructureFieldProps = { label: string; chosen: string; choose: (structureId: string) => void };

export function StructureField({ label, chosen, choose }: StructureFieldProps) {
  const t = useTexts(texts).search;
  const [typed, setTyped] = useState("");
  const [asked] = useDebouncedValue(typed, PAUSE_MILLISECONDS);
  const found = useStructures(asked).data?.pages[0]?.items ?? [];
  const known = useStructure(chosen);
  const named = chosen && known.data ? [known.data] : [];
  const choices = [...named, ...found.filter((each) => each.structure_id !== chosen)];
  return (
    <Select
      label={label}
      placeholder={t.structureHelp}
      data={choices.map(({ structure_id, name }) => ({ value: structure_id, label: name }))}
      value={chosen || null}
      onChange={(structureId) => choose(structureId ?? "")}
      onSearchChange={setTyped}
      // The service searches, without accents and by numbers too.
      filter={({ options }) => options}
      nothingFoundMessage={t.noStructure}
      searchable
      clearable
    />
  );
}
