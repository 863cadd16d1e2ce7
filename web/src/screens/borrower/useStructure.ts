/** The structure in hand: the one somebody chose here, else their default one, else the first that they may read. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answerOf, structures } from "../../api/clients";
import { keep, kept } from "../../i18n/kept";
import { type MyStructure, useWho } from "../../session/useSession";

const PLACE = "structure";

export type InHand = {
  structure: MyStructure | undefined;
  choices: readonly MyStructure[];
  choose: (structureId: string) => void;
};

/** Among those where the reader holds one of these rights. */
export function useStructureInHand(...rights: string[]): InHand {
  const { who } = useWho();
  const choices = who.structures.filter(
    (each) => !each.suspended && rights.some((right) => each.rights.includes(right)),
  );
  const [chosen, setChosen] = useState(() => kept(PLACE));
  const memberships = useQuery({
    queryKey: ["structures", "default"],
    queryFn: () => answerOf(structures.GET("/memberships")),
    enabled: choices.length > 1,
  });
  const byDefault = memberships.data?.items?.find((each) => each.is_default)?.structure_id;
  const structure =
    [chosen, byDefault].flatMap((id) => choices.filter((each) => each.structure_id === id))[0] ?? choices[0];
  const choose = (structureId: string) => {
    keep(PLACE, structureId);
    setChosen(structureId);
  };
  return { structure, choices, choose };
}
