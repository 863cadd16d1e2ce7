/** The next instalment of each loan of the bank, in a period. */
import { Anchor, Group, Text, TextInput } from "@mantine/core";
import { useMemo, useState } from "react";
import { Link } from "react-router";
import { useTexts } from "../../../i18n/texts";
import { Part } from "../../../ui/Part";
import type { Column } from "../../../ui/table/DataTable";
import { PagedTable } from "../../../ui/table/PagedTable";
import { texts as borrower } from "../../borrower/texts";
import { texts } from "./texts";
import { type Upcoming as Due, type Period, useUpcoming } from "./useBilling";

export function Upcoming() {
  const t = useTexts(texts).upcoming;
  const [from, setFrom] = useState("");
  const [until, setUntil] = useState("");
  const period: Period = { ...(from && { due_from: from }), ...(until && { due_until: until }) };
  return (
    <Part title={t.title}>
      <Text c="dimmed">{t.lead}</Text>
      <Group data-print="hide">
        <TextInput
          type="date"
          label={t.from}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t.until}
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
      </Group>
      <PagedTable
        name="a-echoir"
        caption={t.title}
        query={useUpcoming(period)}
        columns={useColumns()}
        rowId={(due) => due.loan_number}
        plain
        none={t.none}
        icon="calendar"
        more={t.more}
      />
    </Part>
  );
}

function useColumns(): readonly Column<Due>[] {
  const t = useTexts(texts).upcoming;
  const { figures } = useTexts(borrower);
  return useMemo(
    () => [
      { id: "due_on", header: figures.day, kind: "day", value: (due) => due.due_on },
      {
        id: "loan",
        header: t.loan,
        value: (due) => due.loan_number,
        show: ({ loan_number }) => (
          <Anchor component={Link} to={`/banque/prets/${loan_number}`} inherit>
            {loan_number}
          </Anchor>
        ),
      },
      { id: "instalment", header: figures.instalment, kind: "money", value: (due) => due.instalment },
      { id: "principal", header: figures.principal, kind: "money", value: (due) => due.principal },
      { id: "interest", header: figures.interest, kind: "money", value: (due) => due.interest },
      {
        id: "outstanding",
        header: figures.outstanding,
        kind: "money",
        value: (due) => due.outstanding_after,
      },
    ],
    [t, figures],
  );
}
