/** A computation as the rule makes it: its steps in words, the figures it read, the text behind each. */
import { List, Paper, Stack, Text, Title } from "@mantine/core";
import { useMemo } from "react";
import { useFormat } from "../../../i18n/format";
import { useLanguage } from "../../../i18n/language";
import { useTexts } from "../../../i18n/texts";
import { Facts } from "../../../ui/Facts";
import { type Column, DataTable } from "../../../ui/table/DataTable";
import { texts } from "./texts";
import type { Computation, Measure } from "./useRates";

export function Explained({ computation }: { computation: Computation }) {
  const t = useTexts(texts).computation;
  const format = useFormat();
  const title = t.title(format.percent(computation.value));
  return (
    <Paper component="section" withBorder p="md" aria-label={title}>
      <Stack>
        <Title order={2} size="h4">
          {title}
        </Title>
        <Steps computation={computation} />
        <Facts
          facts={[
            [t.raw, format.percent(computation.raw)],
            [t.rounded, format.percent(computation.rounded)],
            [t.regime, computation.regime],
            [t.text, computation.legal_reference],
          ]}
        />
        {computation.limit && (
          <Text size="sm">
            {t.limit(format.percent(computation.limit.change), computation.limit.legal_reference)}
          </Text>
        )}
        {computation.inputs.length > 0 && <Read measures={computation.inputs} />}
      </Stack>
    </Paper>
  );
}

function Steps({ computation }: { computation: Computation }) {
  const t = useTexts(texts).computation;
  const language = useLanguage();
  return (
    <List type="ordered" spacing="xs" aria-label={t.steps}>
      {computation.steps.map((step) => (
        <List.Item key={step.name}>
          {language === "fr" ? step.french : step.english}
          {step.legal_reference && (
            <Text size="sm" c="dimmed">
              {step.legal_reference}
            </Text>
          )}
        </List.Item>
      ))}
    </List>
  );
}

function Read({ measures }: { measures: readonly Measure[] }) {
  const t = useTexts(texts);
  const format = useFormat();
  const columns = useMemo<Column<Measure>[]>(() => {
    const series: Record<string, string> = t.series;
    const methods: Record<string, string> = t.computation.methods;
    return [
      {
        id: "series",
        header: t.computation.series,
        value: (row) => row.series,
        words: (code) => series[code] ?? code,
      },
      {
        id: "method",
        header: t.computation.method,
        value: (row) => row.method,
        words: (code) => methods[code] ?? code,
      },
      { id: "value", header: t.computation.value, kind: "percent", value: (row) => row.value },
      {
        id: "from",
        header: t.computation.from,
        long: true,
        value: (row) =>
          row.observations
            .map(({ month, source, approximate }) =>
              [format.month(month), source, approximate && t.computation.approximate]
                .filter(Boolean)
                .join(", "),
            )
            .join(" ; "),
      },
    ];
  }, [t, format]);
  return (
    <DataTable
      name="donnees-lues"
      caption={t.computation.inputs}
      rows={measures}
      columns={columns}
      rowId={(row) => row.series}
      plain
    />
  );
}
