/** What the same loan would become if the index took another value on some day. */
import { Button, Group, Paper, Stack, Text, TextInput, Title } from "@mantine/core";
import { type FormEvent, useMemo, useState } from "react";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { ChartWithTable } from "../../ui/chart/ChartWithTable";
import { Refusal } from "../../ui/states";
import type { Column } from "../../ui/table/DataTable";
import { type Compared, compared } from "../borrower/compared";
import { Tiles } from "../borrower/Tiles";
import { texts as shared } from "../borrower/texts";
import type { Row } from "../borrower/useLoan";
import { Percent } from "./Percent";
import { cents } from "./sums";
import { fraction, type Typed, termsOf, withSupposed } from "./terms";
import { texts } from "./texts";
import { useFixings, useSimulate } from "./useSimulation";

type WhatIfProps = { typed: Typed; rows: readonly Row[] };

export function WhatIf({ typed, rows }: WhatIfProps) {
  const t = useTexts(texts);
  const published = useFixings(true);
  const simulate = useSimulate();
  const [value, setValue] = useState<number | string>(3);
  const [from, setFrom] = useState(() => yearAfter(typed.starts_on));
  const compare = (event: FormEvent) => {
    event.preventDefault();
    const supposed = { effective_on: from, value: fraction(value) };
    simulate.mutate(termsOf(typed, withSupposed(published.data ?? [], supposed, typed.starts_on)));
  };
  return (
    <Paper component="section" withBorder p="md" aria-label={t.whatIf}>
      <Stack>
        <Title order={3} size="h4">
          {t.whatIf}
        </Title>
        <Text size="sm" c="dimmed">
          {t.whatIfHelp}
        </Text>
        <form onSubmit={compare}>
          <Group align="flex-end">
            <Percent label={t.value} required min={-1} max={20} value={value} onChange={setValue} />
            <TextInput
              type="date"
              label={t.from}
              required
              value={from}
              onChange={(event) => setFrom(event.currentTarget.value)}
            />
            <Button type="submit" variant="default" loading={simulate.isPending || published.isPending}>
              {t.compare}
            </Button>
          </Group>
        </form>
        <Refusal error={published.error ?? simulate.error} />
        {simulate.data && <Difference before={rows} after={simulate.data.rows} />}
      </Stack>
    </Paper>
  );
}

function Difference({ before, after }: { before: readonly Row[]; after: readonly Row[] }) {
  const t = useTexts(texts);
  const format = useFormat();
  const columns = useColumns();
  const rows = useMemo(() => compared(before, after), [before, after]);
  const [published, supposed] = [cents(before, "interest_paid") / 100, cents(after, "interest_paid") / 100];
  const more = supposed - published;
  return (
    <>
      <Tiles
        tiles={[
          { name: t.withPublished, value: format.money(published), note: t.interest },
          { name: t.withSupposed, value: format.money(supposed), note: t.interest },
          {
            name: more < 0 ? t.less_interest : t.more_interest,
            value: format.money(Math.abs(more).toFixed(2)),
          },
        ]}
      />
      <ChartWithTable
        title={t.compared}
        summary={t.comparedSummary(format.money(published), format.money(supposed))}
        rows={rows}
        columns={columns}
        rowId={(row) => row.due_on}
        x="due_on"
        series={["before", "after"]}
        kind="line"
        order={4}
      />
    </>
  );
}

function useColumns(): readonly Column<Compared>[] {
  const t = useTexts(texts);
  const { figures } = useTexts(shared);
  return useMemo(
    () => [
      { id: "due_on", header: figures.day, kind: "day", value: (row) => row.due_on },
      { id: "before", header: t.withPublished, kind: "money", value: (row) => row.before },
      { id: "after", header: t.withSupposed, kind: "money", value: (row) => row.after },
      { id: "difference", header: t.difference, kind: "money", value: (row) => row.difference },
    ],
    [t, figures],
  );
}

function yearAfter(day: string): string {
  return `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`;
}
