/** What a run changes for each product, borrower or guarantor: a chart of the most concerned, and every figure. */
import { SegmentedControl, Stack, Title } from "@mantine/core";
import { useMemo, useState } from "react";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { ChartWithTable } from "../../../ui/chart/ChartWithTable";
import { Empty, Loaded } from "../../../ui/states";
import { type Column, DataTable } from "../../../ui/table/DataTable";
import { subtracted } from "../../borrower/compared";
import { productName } from "../../borrower/words";
import { mostConcerned } from "./mostConcerned";
import { texts } from "./texts";
import { type By, type Part, useParts } from "./useRuns";

const DRAWN_MAX = 10;
const partId = (part: Part): string => part.key;

export function Effects({ runId }: { runId: string }) {
  const t = useTexts(texts);
  const [by, setBy] = useState<By>("product");
  const parts = useParts(runId, by);
  return (
    <Stack component="section" aria-label={t.effects}>
      <Title order={2} size="h4">
        {t.effects}
      </Title>
      <SegmentedControl
        aria-label={t.split}
        data={(Object.keys(t.by) as By[]).map((value) => ({ value, label: t.by[value] }))}
        value={by}
        onChange={(chosen) => setBy(chosen as By)}
        styles={{ root: { flexWrap: "wrap", alignSelf: "flex-start" } }}
      />
      <Loaded query={parts} lines={6}>
        {(all) => (all.length > 0 ? <Split key={by} by={by} parts={all} /> : <Empty>{t.noPart}</Empty>)}
      </Loaded>
    </Stack>
  );
}

function Split({ by, parts }: { by: By; parts: readonly Part[] }) {
  const t = useTexts(texts);
  const format = useFormat();
  const columns = useColumns(by, parts);
  const drawn = useMemo(() => mostConcerned(parts, DRAWN_MAX), [parts]);
  const isPartly = drawn.length < parts.length;
  return (
    <>
      <ChartWithTable
        title={isPartly ? t.chartOfFirst(format.number(DRAWN_MAX)) : t.chart}
        summary={t.summary}
        rows={drawn}
        columns={columns}
        rowId={partId}
        x="key"
        series={["before", "after"]}
        kind="ranking"
        order={3}
      />
      {isPartly && (
        <DataTable
          name={`effets-${by}`}
          caption={t.everyPart}
          rows={parts}
          columns={columns}
          rowId={partId}
        />
      )}
    </>
  );
}

/** A structure that lending has not heard of is known by the beginning of its id. */
function useColumns(by: By, parts: readonly Part[]): readonly Column<Part>[] {
  const t = useTexts(texts);
  const names = useMemo(() => new Map(parts.map((part) => [part.key, part.name])), [parts]);
  const words = by === "product" ? productName : (key: string) => names.get(key) ?? key.slice(0, 8);
  return [
    { id: "key", header: t.key[by], value: partId, words },
    { id: "loans", header: t.loansRevised, kind: "number", total: true, value: (part) => part.loans_revised },
    {
      id: "before",
      header: t.yearBefore,
      kind: "money",
      total: true,
      value: (part) => part.due_within_a_year_before,
    },
    {
      id: "after",
      header: t.yearAfter,
      kind: "money",
      total: true,
      value: (part) => part.due_within_a_year_after,
    },
    {
      id: "difference",
      header: t.difference,
      kind: "money",
      total: true,
      value: (part) => subtracted(part.due_within_a_year_after, part.due_within_a_year_before),
    },
    {
      id: "outstanding",
      header: t.outstanding,
      kind: "money",
      total: true,
      hidden: true,
      value: (part) => part.outstanding,
    },
  ];
}
