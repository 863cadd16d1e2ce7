/** The terms that a rearrangement may change; each stays as it is until something is chosen or typed. */
import { Button, Fieldset, NativeSelect, NumberInput, SimpleGrid, Stack, Text } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { texts as borrower } from "../../borrower/texts";
import type { Row } from "../../borrower/useLoan";
import { Percent } from "../../simulator/Percent";
import { leftAfter, type Typed } from "./otherTerms";
import { texts } from "./rearrangeTexts";

const INSTALMENTS_MAX = 960;
const INDEXES = ["livret_a", "lep", "ldds", "inflation"] as const;

type FormProps = { form: UseFormReturnType<Typed> };
type OtherTermsFormProps = FormProps & {
  rows: readonly Row[];
  days: readonly Row[];
  isPending: boolean;
};

export function OtherTermsForm({ form, rows, days, isPending }: OtherTermsFormProps) {
  const t = useTexts(texts);
  const format = useFormat();
  const chooseDay = (day: string) => form.setValues({ effective_on: day, instalments: leftAfter(rows, day) });
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, sm: 2 }} maw={640}>
        <NativeSelect
          label={t.after}
          data={days.map(({ due_on }) => ({ value: due_on, label: format.day(due_on) }))}
          {...form.getInputProps("effective_on")}
          onChange={(event) => chooseDay(event.currentTarget.value)}
        />
        <NumberInput
          label={t.instalments}
          required
          min={1}
          max={INSTALMENTS_MAX}
          allowDecimal={false}
          {...form.getInputProps("instalments")}
        />
      </SimpleGrid>
      <Fieldset legend={t.changes}>
        <Text size="sm" c="dimmed" mb="sm">
          {t.changesHelp}
        </Text>
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
          <RateFields form={form} />
          <OtherFields form={form} />
        </SimpleGrid>
      </Fieldset>
      <Button type="submit" loading={isPending} style={{ alignSelf: "flex-start" }}>
        {t.preview}
      </Button>
    </Stack>
  );
}

function RateFields({ form }: FormProps) {
  const t = useTexts(texts);
  const { indexes } = useTexts(borrower);
  const { rate } = form.values;
  return (
    <>
      <NativeSelect label={t.rate} data={useChoices(t.rates)} {...form.getInputProps("rate")} />
      {rate === "index" && (
        <>
          <NativeSelect
            label={t.index}
            data={INDEXES.map((code) => ({ value: code, label: indexes[code] }))}
            {...form.getInputProps("index")}
          />
          <Percent label={t.margin} required min={-50} max={50} {...form.getInputProps("margin")} />
          <Percent label={t.rate_floor} min={0} max={50} {...form.getInputProps("rate_floor")} />
          <Percent label={t.rate_cap} min={0} max={50} {...form.getInputProps("rate_cap")} />
        </>
      )}
      {rate === "fixed" && (
        <Percent label={t.fixed} required min={0} max={50} {...form.getInputProps("fixed")} />
      )}
    </>
  );
}

function OtherFields({ form }: FormProps) {
  const t = useTexts(texts);
  return (
    <>
      <NativeSelect label={t.months} data={useChoices(t.rhythms)} {...form.getInputProps("months")} />
      <NativeSelect label={t.revision} data={useChoices(t.revisions)} {...form.getInputProps("revision")} />
      <Percent label={t.progressivity} min={-50} max={50} {...form.getInputProps("progressivity")} />
      <Percent
        label={t.progressivity_floor}
        min={-50}
        max={50}
        {...form.getInputProps("progressivity_floor")}
      />
      <NativeSelect
        label={t.progressivity_applies}
        data={useChoices(t.applies)}
        {...form.getInputProps("progressivity_applies")}
      />
      <NativeSelect label={t.profile} data={useChoices(t.profiles)} {...form.getInputProps("profile")} />
      <Percent
        label={t.capital_progressivity}
        min={-50}
        max={50}
        {...form.getInputProps("capital_progressivity")}
      />
      <NativeSelect
        label={t.interest_mode}
        data={useChoices(t.modes)}
        {...form.getInputProps("interest_mode")}
      />
      <NumberInput label={t.deferred} min={0} allowDecimal={false} {...form.getInputProps("deferred")} />
      {Number(form.values.deferred) > 0 && (
        <NativeSelect
          label={t.deferral}
          data={Object.entries(t.deferrals).map(([value, label]) => ({ value, label }))}
          {...form.getInputProps("deferral")}
        />
      )}
    </>
  );
}

function useChoices(words: Record<string, string>) {
  const { unchanged } = useTexts(texts);
  return [
    { value: "", label: unchanged },
    ...Object.entries(words).map(([value, label]) => ({ value, label })),
  ];
}
