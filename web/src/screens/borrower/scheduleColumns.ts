/** The columns of a schedule. */
import { useMemo } from "react";
import { useTexts } from "../../i18n/texts";
import type { Column } from "../../ui/table/DataTable";
import { texts } from "./texts";
import type { Row } from "./useLoan";

export const rowId = (row: Row): string => `${row.event} ${row.number} ${row.due_on}`;

/** asOf: today where past and future are told apart; a simulation has neither. */
export function useScheduleColumns(asOf?: string): readonly Column<Row>[] {
  const t = useTexts(texts);
  return useMemo(() => columnsOf(t, asOf), [t, asOf]);
}

function columnsOf({ figures, one }: typeof texts.fr, asOf?: string): Column<Row>[] {
  const amount = { kind: "money", total: true } as const;
  const when: Record<string, string> = { past: one.past, future: one.future };
  const events: Record<string, string> = one.events;
  const told: Column<Row> = {
    id: "when",
    header: one.when,
    value: (row) => (asOf && row.due_on <= asOf ? "past" : "future"),
    words: (code) => when[code] ?? code,
    choice: true,
  };
  return [
    { id: "number", header: figures.number, kind: "number", value: (row) => row.number },
    { id: "due_on", header: figures.day, kind: "day", value: (row) => row.due_on },
    ...(asOf ? [told] : []),
    {
      id: "event",
      header: one.event,
      value: (row) => row.event,
      words: (code) => events[code] ?? code,
      choice: true,
      hidden: true,
    },
    { id: "rate", header: figures.rate, kind: "percent", value: (row) => row.rate || null },
    { id: "instalment", header: figures.instalment, value: (row) => row.instalment, ...amount },
    { id: "principal", header: figures.principalRepaid, value: (row) => row.principal_repaid, ...amount },
    { id: "interest", header: figures.interestPaid, value: (row) => row.interest_paid, ...amount },
    {
      id: "interest_due",
      header: one.interestDue,
      kind: "money",
      value: (row) => row.interest_due,
      hidden: true,
    },
    { id: "deferred", header: figures.deferred, kind: "money", value: (row) => row.deferred_interest },
    { id: "outstanding", header: figures.outstanding, kind: "money", value: (row) => row.outstanding },
    {
      id: "progressivity",
      header: figures.progressivity,
      kind: "percent",
      value: (row) => row.progressivity || null,
      hidden: true,
    },
  ];
}
