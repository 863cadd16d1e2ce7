/** What a table can be narrowed to: some of few values, or a range. */
import { Button, Group, MultiSelect, Stack, TextInput } from "@mantine/core";
import { useMemo } from "react";
import { useTexts } from "../../i18n/texts";
import { type Column, wordsOf } from "./columns";
import type { ValuesOf } from "./model";
import { texts } from "./texts";
import { type Filter, isChoice, type Range } from "./views";

type FiltersProps<Row> = {
  columns: readonly Column<Row>[];
  valuesOf: ValuesOf<Row>;
  filters: Record<string, Filter>;
  change: (filters: Record<string, Filter>) => void;
};

export function Filters<Row>({ columns, valuesOf, filters, change }: FiltersProps<Row>) {
  const t = useTexts(texts);
  const set = (id: string) => (filter: Filter) => change({ ...filters, [id]: filter });
  return (
    <Stack gap="sm" mah="60vh" style={{ overflowY: "auto" }}>
      {columns.map((column) => {
        const filter = filters[column.id];
        if (column.choice) {
          return (
            <ChoiceFilter
              key={column.id}
              column={column}
              valuesOf={valuesOf}
              chosen={filter && isChoice(filter) ? filter : []}
              set={set(column.id)}
            />
          );
        }
        if (!column.kind || column.kind === "text") return null;
        return (
          <RangeFilter
            key={column.id}
            column={column}
            range={filter && !isChoice(filter) ? filter : {}}
            set={set(column.id)}
          />
        );
      })}
      <Button variant="default" onClick={() => change({})}>
        {t.clear}
      </Button>
    </Stack>
  );
}

type ChoiceProps<Row> = {
  column: Column<Row>;
  valuesOf: ValuesOf<Row>;
  chosen: readonly string[];
  set: (filter: Filter) => void;
};

function ChoiceFilter<Row>({ column, valuesOf, chosen, set }: ChoiceProps<Row>) {
  const t = useTexts(texts);
  const values = useMemo(
    () =>
      valuesOf(column)
        .map((value) => ({ value, label: value ? wordsOf(column, value) : t.without }))
        .sort((left, right) => left.label.localeCompare(right.label)),
    [valuesOf, column, t],
  );
  return (
    <MultiSelect
      label={column.header}
      data={values}
      value={[...chosen]}
      onChange={set}
      clearable
      searchable
      openOnFocus={false}
      comboboxProps={{ withinPortal: false }}
    />
  );
}

function RangeFilter<Row>({
  column,
  range,
  set,
}: {
  column: Column<Row>;
  range: Range;
  set: (filter: Filter) => void;
}) {
  const t = useTexts(texts);
  // Percentages are typed as people say them: 1.5 for 0.015.
  const scale = column.kind === "percent" ? 100 : 1;
  const typed = (value?: string) => (value && scale !== 1 ? String(Number(value) * scale) : (value ?? ""));
  const meant = (text: string) => (text && scale !== 1 ? String(Number(text) / scale) : text);
  return (
    <Group grow gap="xs" align="flex-end">
      {(["from", "to"] as const).map((end) => (
        <TextInput
          key={end}
          label={t[end](column.header)}
          type={column.kind === "day" ? "date" : "number"}
          step="any"
          value={typed(range[end])}
          onChange={(event) => set({ ...range, [end]: meant(event.currentTarget.value) })}
        />
      ))}
    </Group>
  );
}
