/** What another value of an index would change for all loans of a structure, loan by loan. */
import { Button, Group, NativeSelect, Paper, Stack, Text, TextInput, Title } from "@mantine/core";
import { type FormEvent, useMemo, useState } from "react";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { Empty, Loaded, Refusal } from "../../ui/states";
import { type Column, DataTable } from "../../ui/table/DataTable";
import { useComingDates } from "../indexes/useIndexes";
import { Percent } from "../simulator/Percent";
import { fraction } from "../simulator/terms";
import { ByBorrower } from "./ByBorrower";
import { subtracted } from "./compared";
import { FIELDS, FIGURES, figureColumns } from "./figures";
import { LoanLink } from "./loanColumns";
import { Tiles } from "./Tiles";
import { texts } from "./texts";
import { DUES_MAX, type LoanIf, type Side, type Supposed, useWhatIf, type WhatIf } from "./usePortfolio";

const INDEXES: readonly Supposed["index"][] = ["livret_a", "lep", "ldds", "inflation"];

type WhatIfProps = { side: Side; structureId: string };

export function WhatIfOf({ side, structureId }: WhatIfProps) {
  const t = useTexts(texts).whatIf;
  const coming = useComingDates("livret_a");
  return (
    <Stack gap="lg">
      <Text c="dimmed">{t.lead}</Text>
      <Loaded query={coming}>
        {(dates) => (
          <Asking key={structureId} side={side} structureId={structureId} day={dates[0]?.day ?? ""} />
        )}
      </Loaded>
    </Stack>
  );
}

function Asking({ side, structureId, day }: WhatIfProps & { day: string }) {
  const t = useTexts(texts);
  const ask = useWhatIf(side, structureId);
  const [index, setIndex] = useState<Supposed["index"]>("livret_a");
  const [value, setValue] = useState<number | string>(2);
  const [from, setFrom] = useState(day);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate({ index, effective_on: from, value: fraction(value) });
  };
  return (
    <>
      <Paper component="form" withBorder p="md" onSubmit={submit} aria-label={t.whatIf.title}>
        <Group align="flex-end">
          <NativeSelect
            label={t.whatIf.index}
            data={INDEXES.map((code) => ({ value: code, label: t.indexes[code] }))}
            value={index}
            onChange={(event) => setIndex(event.currentTarget.value as Supposed["index"])}
          />
          <Percent label={t.whatIf.value} required min={-1} max={20} value={value} onChange={setValue} />
          <TextInput
            type="date"
            label={t.whatIf.from}
            required
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
          <Button type="submit" loading={ask.isPending}>
            {t.whatIf.compare}
          </Button>
        </Group>
      </Paper>
      <Refusal error={ask.error} />
      {ask.data &&
        (ask.data.loans === 0 ? (
          <Empty icon="loan">{t.dashboard.none[side]}</Empty>
        ) : (
          <Told side={side} told={ask.data} />
        ))}
    </>
  );
}

function Told({ side, told }: { side: Side; told: WhatIf }) {
  const t = useTexts(texts);
  const format = useFormat();
  const columns = useColumns(side);
  const count = (loans: number) => format.plural(loans, t.loan, t.loanPlural);
  return (
    <Stack component="section" aria-label={t.whatIf.result}>
      <Title order={2} size="h4">
        {t.whatIf.result}
      </Title>
      <Text role="status">{t.whatIf.loans(count(told.loans_changed), count(told.loans))}</Text>
      <Tiles tiles={FIGURES.map((figure) => tileOf(told, figure, t.whatIf, format.money))} />
      {told.borrowers && <ByBorrower rows={told.borrowers} before={t.whatIf.before} after={t.whatIf.after} />}
      <Title order={3} size="h5">
        {t.whatIf.byLoan}
      </Title>
      {told.items.length < told.loans && (
        <Text c="dimmed">{t.whatIf.onlyFirst(format.number(DUES_MAX))}</Text>
      )}
      <DataTable
        name="et-si"
        caption={t.whatIf.byLoan}
        rows={told.items}
        columns={columns}
        rowId={(loan) => loan.loan_number}
      />
    </Stack>
  );
}

type Words = typeof texts.fr.whatIf;

function tileOf(told: WhatIf, figure: (typeof FIGURES)[number], t: Words, money: (value: string) => string) {
  const before = told.total[`${FIELDS[figure]}_before`];
  const after = told.total[`${FIELDS[figure]}_after`];
  const moved = subtracted(after, before);
  const direction = Number(moved) > 0 ? t.more : t.less;
  const note = Number(moved) === 0 ? t.same : `${money(moved.replace("-", ""))} ${direction}`;
  return { name: t[figure], value: money(after), note };
}

function useColumns(side: Side): readonly Column<LoanIf>[] {
  const t = useTexts(texts);
  return useMemo(() => {
    const answers: Record<string, string> = { yes: t.whatIf.yes, no: t.whatIf.no };
    const borrower: Column<LoanIf> = {
      id: "borrower",
      header: t.loans.borrower,
      value: (loan) => loan.borrower_name,
      choice: true,
    };
    return [
      {
        id: "loan_number",
        header: t.loans.number,
        value: (loan) => loan.loan_number,
        show: (loan) => <LoanLink number={loan.loan_number} />,
      },
      ...(side === "guarantor" ? [borrower] : []),
      {
        id: "changes",
        header: t.whatIf.changes,
        value: (loan) => (loan.is_change ? "yes" : "no"),
        words: (answer) => answers[answer] ?? answer,
        choice: true,
      },
      ...figureColumns<LoanIf>(t, t.whatIf.before, t.whatIf.after),
    ];
  }, [side, t]);
}
