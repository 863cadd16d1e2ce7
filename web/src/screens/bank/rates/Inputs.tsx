/** The figures that the formulas read, in each of their publications; officers record some. */
import {
  Anchor,
  Button,
  Checkbox,
  NativeSelect,
  Paper,
  SimpleGrid,
  Stack,
  TextInput,
  Title,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMemo } from "react";
import { Link } from "react-router";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { useWho } from "../../../session/useSession";
import { Page } from "../../../ui/Page";
import { Empty, Loaded, Refusal } from "../../../ui/states";
import { type Column, DataTable } from "../../../ui/table/DataTable";
import { tell } from "../../../ui/tell";
import { Percent } from "../../simulator/Percent";
import { fraction } from "../../simulator/terms";
import { texts } from "./texts";
import { type Input, type RecordedInput, useInputs, useRecordInput } from "./useRates";

export default function Inputs() {
  const t = useTexts(texts);
  const { who } = useWho();
  const inputs = useInputs();
  const back = (
    <Anchor component={Link} to="/banque/taux">
      {t.desk}
    </Anchor>
  );
  return (
    <Page title={t.record.title} lead={t.record.lead} actions={back}>
      {who.may("rates.officer") && <RecordOne />}
      <Loaded query={inputs} lines={6}>
        {(rows) => (rows.length > 0 ? <Recorded inputs={rows} /> : <Empty>{t.record.none}</Empty>)}
      </Loaded>
    </Page>
  );
}

function Recorded({ inputs }: { inputs: readonly RecordedInput[] }) {
  const t = useTexts(texts);
  const format = useFormat();
  const columns = useMemo<Column<RecordedInput>[]>(() => {
    const series: Record<string, string> = t.series;
    return [
      {
        id: "series",
        header: t.record.series,
        value: (row) => row.series,
        words: (code) => series[code] ?? code,
        choice: true,
      },
      {
        id: "month",
        header: t.record.month,
        value: (row) => row.month,
        show: (row) => format.month(row.month),
      },
      {
        id: "months",
        header: t.record.months,
        value: (row) => String(row.months),
        words: (months) => (months === "1" ? t.record.monthly : t.record.halfYear),
        choice: true,
      },
      { id: "value", header: t.record.value, kind: "percent", value: (row) => row.value },
      { id: "published", header: t.record.published, kind: "day", value: (row) => row.published_on },
      {
        id: "approximate",
        header: t.record.approximate,
        value: (row) => String(row.approximate),
        words: (value) => (value === "true" ? t.yes : t.no),
        choice: true,
      },
      { id: "source", header: t.record.source, value: (row) => row.source, long: true },
      {
        id: "recorded",
        header: t.record.recorded,
        kind: "day",
        value: (row) => row.recorded_at.slice(0, 10),
        hidden: true,
      },
    ];
  }, [t, format]);
  return (
    <DataTable
      name="donnees"
      caption={t.record.list}
      rows={inputs}
      columns={columns}
      rowId={(row) => row.input_id}
    />
  );
}

type Typed = Omit<Input, "months"> & { months: string };

const NOTHING: Typed = {
  series: "inflation",
  month: "",
  months: "1",
  value: "",
  published_on: "",
  source: "",
  approximate: false,
};

function RecordOne() {
  const t = useTexts(texts);
  const record = useRecordInput();
  const form = useForm<Typed>({ initialValues: NOTHING });
  const submit = form.onSubmit((typed) => {
    const input = { ...typed, months: Number(typed.months) as 1 | 6, value: fraction(typed.value) };
    record.mutate(input, {
      onSuccess: ({ recorded }) => {
        tell(recorded > 0 ? t.record.done : t.record.known);
        form.reset();
      },
    });
  });
  return (
    <Paper component="form" withBorder p="md" aria-label={t.record.add} onSubmit={submit}>
      <Stack>
        <Title order={2} size="h4">
          {t.record.add}
        </Title>
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
          <NativeSelect
            label={t.record.series}
            data={Object.entries(t.series).map(([value, label]) => ({ value, label }))}
            {...form.getInputProps("series")}
          />
          <TextInput type="month" label={t.record.month} required {...form.getInputProps("month")} />
          <NativeSelect
            label={t.record.months}
            data={[
              { value: "1", label: t.record.monthly },
              { value: "6", label: t.record.halfYear },
            ]}
            {...form.getInputProps("months")}
          />
          <Percent label={t.record.value} required min={-50} max={50} {...form.getInputProps("value")} />
          <TextInput
            type="date"
            label={t.record.published}
            required
            {...form.getInputProps("published_on")}
          />
          <TextInput label={t.record.source} required maxLength={300} {...form.getInputProps("source")} />
        </SimpleGrid>
        <Checkbox label={t.record.approximate} {...form.getInputProps("approximate", { type: "checkbox" })} />
        <Refusal error={record.error} />
        <Button type="submit" loading={record.isPending} style={{ alignSelf: "flex-start" }}>
          {t.record.submit}
        </Button>
      </Stack>
    </Paper>
  );
}
