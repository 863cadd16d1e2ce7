/** A page about the debt of a structure, with a choice where somebody may read that of several. */
import { Select, Text } from "@mantine/core";
import { Fragment, type ReactNode } from "react";
import { useTexts } from "../../i18n/texts";
import type { MyStructure } from "../../session/useSession";
import { Page } from "../../ui/Page";
import { NoRight } from "../../ui/states";
import { texts } from "./texts";
import type { Side } from "./usePortfolio";
import { useStructureInHand } from "./useStructure";

const RIGHTS: Record<Side, string> = { borrower: "loans.read", guarantor: "guarantees.read" };

type PortfolioPageProps = {
  title: string;
  side: Side;
  children: (structure: MyStructure) => ReactNode;
};

export function PortfolioPage({ title, side, children }: PortfolioPageProps) {
  const t = useTexts(texts);
  const { structure, choices, choose } = useStructureInHand(RIGHTS[side]);
  const choice = structure && choices.length > 1 && (
    <Select
      label={t.structure}
      data={choices.map((each) => ({ value: each.structure_id, label: each.name }))}
      value={structure.structure_id}
      onChange={(chosen) => chosen && choose(chosen)}
      allowDeselect={false}
      wrapperProps={{ "data-print": "hide" }}
    />
  );
  return (
    <Page title={title} lead={<Lead side={side} name={structure?.name} />} actions={choice}>
      {structure ? <Fragment key={structure.structure_id}>{children(structure)}</Fragment> : <NoRight />}
    </Page>
  );
}

/** Whose debt it is; a guarantor is told once that amounts are at its shares. */
function Lead({ side, name = "" }: { side: Side; name?: string }) {
  const t = useTexts(texts);
  return (
    <Text span>
      {name}
      {side === "guarantor" && ` – ${t.atShares}`}
    </Text>
  );
}
