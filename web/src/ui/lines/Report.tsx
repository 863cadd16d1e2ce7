/** How many lines entered, and what is wrong with each of the others. */
import { Text } from "@mantine/core";
import { useMemo } from "react";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { Facts } from "../Facts";
import { type Column, DataTable } from "../table/DataTable";
import { texts } from "./texts";
import type { RefusedLine } from "./useImport";

type Fault = { id: string; line: number; key: string | null; field: string; value: string; why: string };

type ReportProps = {
  counts: readonly (readonly [name: string, lines: number])[];
  refused: readonly RefusedLine[];
};

export function Report({ counts, refused }: ReportProps) {
  const t = useTexts(texts);
  const format = useFormat();
  const columns = useColumns();
  const faults = useMemo(() => refused.flatMap(faultsOf), [refused]);
  return (
    <>
      <Facts
        facts={[...counts, [t.refused, refused.length] as const].map(([name, lines]) => [
          name,
          format.number(lines),
        ])}
      />
      {faults.length === 0 ? (
        <Text>{t.allGood}</Text>
      ) : (
        <>
          <Text c="dimmed">{t.refusedHelp}</Text>
          <DataTable
            name="lignes-refusees"
            caption={t.refusedList}
            rows={faults}
            columns={columns}
            rowId={(fault) => fault.id}
          />
        </>
      )}
    </>
  );
}

/** One for each field at fault; the problem itself where it names none. */
export function faultsOf({ line, key, problem }: RefusedLine): Fault[] {
  const errors = problem.errors?.length
    ? problem.errors
    : [{ field: "", detail: problem.detail ?? problem.title ?? "" }];
  return errors.map(({ field, detail, value }, place) => ({
    id: `${line} ${place}`,
    line,
    key,
    field,
    value:
      value === undefined || value === null ? "" : typeof value === "string" ? value : JSON.stringify(value),
    why: detail,
  }));
}

function useColumns(): readonly Column<Fault>[] {
  const t = useTexts(texts);
  return useMemo(
    () => [
      { id: "line", header: t.number, kind: "number", value: (fault) => fault.line },
      { id: "key", header: t.key, value: (fault) => fault.key },
      { id: "field", header: t.field, value: (fault) => fault.field, choice: true },
      { id: "value", header: t.value, value: (fault) => fault.value },
      { id: "why", header: t.why, value: (fault) => fault.why, long: true },
    ],
    [t],
  );
}
