/** What falls due in a period: by month or by year, by borrower for a guarantor, and one by one. */
import { Group, SegmentedControl, Select, Stack, Text, TextInput, Title } from "@mantine/core";
import { useState } from "react";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { ChartWithTable } from "../../ui/chart/ChartWithTable";
import { Empty, Loaded } from "../../ui/states";
import { DataTable } from "../../ui/table/DataTable";
import { byMonth, byYear } from "./byYear";
import { dueId, type PeriodDue, useBorrowerColumns, useDueColumns, usePeriodColumns } from "./dueColumns";
import { Tiles } from "./Tiles";
import { texts } from "./texts";
import {
  type BorrowerDue,
  DUES_MAX,
  type InstalmentsDue,
  type Period,
  type Side,
  useInstalments,
} from "./usePortfolio";

const YEARS = ["1", "3", "10", "200"] as const;
const LAST_YEAR = 2199;
type Choice = (typeof YEARS)[number] | "own";
type By = "month" | "year" | "borrower";
type OfProps = { side: Side; structureId: string };

export function InstalmentsOf({ side, structureId }: OfProps) {
  const t = useTexts(texts).instalments;
  const [choice, setChoice] = useState<Choice>("1");
  const [own, setOwn] = useState<Period>({});
  const today = useInstalments(side, structureId, {}, 0).data?.due_from;
  const period = choice === "own" ? own : periodOf(choice, today);
  const isReversed = Boolean(period.due_from && period.due_until && period.due_until < period.due_from);
  return (
    <Stack gap="lg">
      <Group align="flex-end" data-print="hide">
        <Select
          label={t.period}
          data={[...YEARS, "own" as const].map((value) => ({ value, label: t.periods[value] }))}
          value={choice}
          onChange={(value) => value && setChoice(value as Choice)}
          allowDeselect={false}
        />
        {choice === "own" &&
          (["due_from", "due_until"] as const).map((end) => (
            <TextInput
              key={end}
              type="date"
              label={end === "due_from" ? t.from : t.until}
              value={own[end] ?? ""}
              error={end === "due_until" && isReversed && t.reversed}
              onChange={({ currentTarget: { value } }) => setOwn((before) => withEnd(before, end, value))}
            />
          ))}
      </Group>
      {!isReversed && (
        <Due
          key={choice}
          side={side}
          structureId={structureId}
          period={period}
          first={choice === "1" ? "month" : "year"}
        />
      )}
    </Stack>
  );
}

type DueProps = OfProps & { period: Period; first: By };

function Due({ side, structureId, period, first }: DueProps) {
  const t = useTexts(texts).instalments;
  const [by, setBy] = useState<By>(first);
  const query = useInstalments(side, structureId, period, DUES_MAX);
  return (
    <Loaded query={query} lines={8}>
      {(due) =>
        due.total.instalments === 0 ? (
          <Empty>{t.none}</Empty>
        ) : (
          <>
            <Sums due={due} />
            <SegmentedControl
              aria-label={t.by}
              value={by}
              onChange={(value) => setBy(value as By)}
              data={[
                { value: "year", label: t.byYear },
                { value: "month", label: t.byMonth },
                ...(due.borrowers ? [{ value: "borrower", label: t.byBorrower }] : []),
              ]}
              data-print="hide"
              style={{ alignSelf: "flex-start" }}
            />
            {by === "borrower" ? <Borrowers due={due} /> : <Periods due={due} by={by} />}
            <OneByOne side={side} due={due} />
          </>
        )
      }
    </Loaded>
  );
}

function Sums({ due: { total } }: { due: InstalmentsDue }) {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    <Tiles
      tiles={[
        { name: t.instalments.total, value: format.money(total.amount) },
        { name: t.figures.principal, value: format.money(total.principal) },
        { name: t.figures.interest, value: format.money(total.interest) },
        { name: t.figures.instalments, value: format.number(total.instalments) },
      ]}
    />
  );
}

const periodId = (row: PeriodDue): string => row.period;

function Periods({ due, by }: { due: InstalmentsDue; by: "month" | "year" }) {
  const t = useTexts(texts).instalments;
  const format = useFormat();
  const columns = usePeriodColumns(by);
  const rows = by === "month" ? byMonth(due.months) : byYear(due.months);
  return (
    <ChartWithTable
      key={by}
      name={`echeances-par-${by === "month" ? "mois" : "annee"}`}
      title={t.chart}
      summary={t.chartSummary(format.money(due.total.amount))}
      rows={rows}
      columns={columns}
      rowId={periodId}
      x="period"
      series={["principal", "interest"]}
      kind="bar"
      stacked
    />
  );
}

const borrowerId = (row: BorrowerDue): string => row.borrower_id;

function Borrowers({ due }: { due: InstalmentsDue }) {
  const t = useTexts(texts).instalments;
  const format = useFormat();
  const columns = useBorrowerColumns();
  return (
    <ChartWithTable
      name="echeances-par-emprunteur"
      title={t.chart}
      summary={t.chartSummary(format.money(due.total.amount))}
      rows={due.borrowers ?? []}
      columns={columns}
      rowId={borrowerId}
      x="borrower"
      series={["principal", "interest"]}
      kind="ranking"
    />
  );
}

function OneByOne({ side, due }: { side: Side; due: InstalmentsDue }) {
  const t = useTexts(texts).instalments;
  const format = useFormat();
  const columns = useDueColumns(side);
  const all = due.total.instalments;
  return (
    <Stack component="section" gap="xs">
      <Title order={2} size="h4">
        {t.list}
      </Title>
      {due.items.length < all && (
        <Text size="sm" c="dimmed">
          {t.some(format.number(due.items.length), format.number(all))}
        </Text>
      )}
      <DataTable name="echeances" caption={t.list} rows={due.items} columns={columns} rowId={dueId} />
    </Stack>
  );
}

/** The service says which day it is; twelve months is what it answers unless told. */
function periodOf(choice: (typeof YEARS)[number], today?: string): Period {
  if (choice === "1" || !today) return {};
  const year = Math.min(Number(today.slice(0, 4)) + Number(choice), LAST_YEAR);
  const lastDay = new Date(Date.UTC(year, Number(today.slice(5, 7)) - 1, Number(today.slice(8)) - 1));
  return { due_from: today, due_until: lastDay.toISOString().slice(0, 10) };
}

function withEnd(period: Period, end: keyof Period, value: string): Period {
  const { [end]: _, ...rest } = period;
  return value ? { ...rest, [end]: value } : rest;
}
