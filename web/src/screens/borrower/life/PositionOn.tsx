/** What a loan had to pay, has paid and is late with, at the end of any day. */
import { Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMemo, useState } from "react";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { Part } from "../../../ui/Part";
import { Loaded } from "../../../ui/states";
import { type Column, DataTable } from "../../../ui/table/DataTable";
import { Tiles } from "../Tiles";
import { texts as loanTexts } from "../texts";
import type { Sheet } from "../useLoan";
import { texts } from "./texts";
import { type Position, type Unpaid, usePosition } from "./useLife";

type PositionOnProps = {
  loan: Sheet;
  /** Whether the reader may go back to what was known at an instant. */
  asKnown?: boolean;
};

export function PositionOn({ loan, asKnown = false }: PositionOnProps) {
  const t = useTexts(texts).position;
  const [on, setOn] = useState(loan.as_of);
  const [known, setKnown] = useState("");
  const position = usePosition(loan.loan_number, on, known && new Date(known).toISOString());
  return (
    <Part title={t.title}>
      <Text c="dimmed">{t.lead}</Text>
      <Group align="flex-start" data-print="hide">
        <TextInput
          type="date"
          label={t.on}
          value={on}
          onChange={(event) => setOn(event.currentTarget.value)}
        />
        {asKnown && (
          <TextInput
            type="datetime-local"
            label={t.known}
            description={t.knownHelp}
            inputWrapperOrder={["label", "input", "description", "error"]}
            value={known}
            onChange={(event) => setKnown(event.currentTarget.value)}
          />
        )}
      </Group>
      <Loaded query={position}>{(told) => <Standing position={told} />}</Loaded>
    </Part>
  );
}

function Standing({ position }: { position: Position }) {
  const t = useTexts(texts).position;
  const { money } = useFormat();
  const isSettled = position.unpaid.length === 0;
  const nothing = Number(position.due) === 0;
  return (
    <Stack>
      <Tiles
        tiles={[
          { name: t.called, value: money(position.due) },
          { name: t.paid, value: money(position.paid) },
          { name: t.late, value: money(position.late) },
          { name: t.lateInterest, value: money(position.late_interest), note: t.lateInterestHelp },
        ]}
      />
      <Text role="status">
        {isSettled && (nothing ? t.nothingCalled : t.settled)}{" "}
        {Number(position.credit) > 0 && `${t.credit(money(position.credit))} `}
        {t.owedBesides(money(position.outstanding), money(position.accrued_interest))}
      </Text>
      {!isSettled && <WhatIsUnpaid unpaid={position.unpaid} />}
    </Stack>
  );
}

function WhatIsUnpaid({ unpaid }: { unpaid: readonly Unpaid[] }) {
  const t = useTexts(texts).position;
  const columns = useColumns();
  return (
    <section>
      <Title order={3} size="h5" mb="xs">
        {t.unpaid}
      </Title>
      <DataTable
        name="impayes"
        caption={t.unpaid}
        rows={unpaid}
        columns={columns}
        rowId={(row) => `${row.event} ${row.due_on} ${row.number}`}
        plain
      />
    </section>
  );
}

function useColumns(): readonly Column<Unpaid>[] {
  const t = useTexts(texts).position;
  const events: Record<string, string> = useTexts(loanTexts).one.events;
  return useMemo(() => {
    const amount = { kind: "money", total: true } as const;
    return [
      { id: "due_on", header: t.due, kind: "day", value: (row) => row.due_on },
      { id: "event", header: t.what, value: (row) => row.event, words: (event) => events[event] ?? event },
      { id: "amount", header: t.amount, value: (row) => row.amount, ...amount },
      { id: "paid", header: t.paidOfIt, value: (row) => row.paid, ...amount },
      { id: "unpaid", header: t.left, value: (row) => row.unpaid, ...amount },
      { id: "late", header: t.lateInterest, value: (row) => row.late_interest, ...amount },
    ];
  }, [t, events]);
}
