import { useMemo } from "react";
import { useTexts } from "../../i18n/texts";
import { ChartWithTable } from "../../ui/chart/ChartWithTable";
import type { Column } from "../../ui/table/DataTable";
import { texts } from "./texts";
import type { Fixing, Index } from "./useIndexes";

/** Every value since the first, as steps; the table tells by which text. */
export function History({ index, fixings }: { index: Index; fixings: Fixing[] }) {
  const t = useTexts(texts);
  const oldestFirst = useMemo(() => fixings.toReversed(), [fixings]);
  const columns = useMemo(() => columnsOf(t), [t]);
  const first = oldestFirst[0]?.effective_on.slice(0, 4) ?? "";
  return (
    <ChartWithTable
      title={t.history(index.name, first)}
      summary={t.historySummary(index.name, first)}
      name={`index-${index.code}`}
      rows={oldestFirst}
      columns={columns}
      rowId={(fixing) => fixing.fixing_id}
      x="effective_on"
      series={["value"]}
      kind="step"
      height={340}
    />
  );
}

function columnsOf(t: (typeof texts)["fr"]): Column<Fixing>[] {
  return [
    {
      id: "effective_on",
      header: t.columns.day,
      kind: "day",
      value: (fixing) => fixing.effective_on,
    },
    { id: "value", header: t.columns.value, kind: "percent", value: (fixing) => fixing.value },
    {
      id: "computed",
      header: t.columns.computed,
      kind: "percent",
      value: (fixing) => fixing.computed_value,
    },
    {
      id: "derogation",
      header: t.columns.derogation,
      value: (fixing) => String(fixing.derogation),
      words: (value) => (value === "true" ? t.yes : t.no),
      choice: true,
    },
    { id: "text", header: t.columns.text, value: (fixing) => fixing.legal_reference },
    { id: "source", header: t.columns.source, value: (fixing) => fixing.source || null, hidden: true },
  ];
}
