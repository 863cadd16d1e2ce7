/** The people of the bank: their accounts, and what each may do. */
import { Anchor } from "@mantine/core";
import { useMemo } from "react";
import { Link } from "react-router";
import { useTexts } from "../../../i18n/texts";
import { Page } from "../../../ui/Page";
import { Loaded } from "../../../ui/states";
import { type Column, DataTable } from "../../../ui/table/DataTable";
import { namesOfRights, rights } from "../grants/rights";
import { useHolders } from "../grants/useGrants";
import { Invite } from "./Invite";
import { texts } from "./texts";
import { type Agent, useStaff } from "./useStaff";

export const nameOfAgent = ({ first_name, last_name }: Agent): string => `${first_name} ${last_name}`;

export default function Agents() {
  const t = useTexts(texts);
  const staff = useStaff();
  const holders = useHolders("person");
  return (
    <Page title={t.title} lead={t.lead} actions={<Invite />}>
      <Loaded query={staff} lines={6}>
        {(agents) => (
          <Loaded query={holders} lines={6}>
            {(held) => <List agents={agents} held={held} />}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}

type ListProps = { agents: readonly Agent[]; held: ReadonlyMap<string, string[]> };

function List({ agents, held }: ListProps) {
  const t = useTexts(texts);
  return (
    <DataTable
      name="agents"
      caption={t.list}
      rows={agents}
      columns={useColumns(held)}
      rowId={(agent) => agent.person_id}
    />
  );
}

function useColumns(held: ListProps["held"]): readonly Column<Agent>[] {
  const t = useTexts(texts);
  const words = useTexts(rights);
  return useMemo(
    () => [
      {
        id: "name",
        header: t.name,
        value: nameOfAgent,
        show: (agent) => (
          <Anchor component={Link} to={`/banque/agents/${agent.person_id}`} inherit>
            {nameOfAgent(agent)}
          </Anchor>
        ),
      },
      {
        id: "rights",
        header: t.rights,
        value: (agent) => namesOfRights(words, held.get(agent.person_id) ?? []),
        long: true,
      },
      { id: "identifier", header: t.identifier, value: (agent) => agent.identifier },
      { id: "email", header: t.email, value: (agent) => agent.email },
      {
        id: "state",
        header: t.state,
        value: stateOf,
        words: (state) => t.states[state as State],
        choice: true,
      },
      {
        id: "opened",
        header: t.opened,
        kind: "day",
        value: (agent) => agent.opened_at.slice(0, 10),
        hidden: true,
      },
    ],
    [t, words, held],
  );
}

type State = "open" | "invited" | "closed";

export function stateOf({ closed_at, password_must_change }: Agent): State {
  if (closed_at) return "closed";
  return password_must_change ? "invited" : "open";
}
