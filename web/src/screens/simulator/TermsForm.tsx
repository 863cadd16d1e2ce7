/** The terms of the loan to simulate. */
import { Button, Input, NumberInput, SegmentedControl, Select, Stack, TextInput, Title } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useTexts } from "../../i18n/texts";
import { Euros } from "../../ui/Euros";
import { productName } from "../borrower/words";
import { Percent } from "./Percent";
import { PRODUCTS } from "./products";
import { type Typed, usualTerms } from "./terms";
import { texts } from "./texts";

type FormProps = { form: UseFormReturnType<Typed>; busy: boolean };

const DEFERRED_MAX = 40;
const YEARS_MAX = 80;
const PRINCIPAL_MAX = 1_000_000_000;

export function TermsForm({ form, busy }: FormProps) {
  const t = useTexts(texts);
  const { values } = form;
  return (
    <Stack>
      <Title order={2} size="h4">
        {t.terms}
      </Title>
      <Select
        label={t.product}
        description={t.productHelp}
        data={Object.keys(PRODUCTS).map((code) => ({ value: code, label: productName(code) }))}
        value={values.product}
        onChange={(product) => product && form.setValues(usualTerms(product))}
        allowDeselect={false}
      />
      <Euros label={t.principal} min={1} max={PRINCIPAL_MAX} required {...form.getInputProps("principal")} />
      <TextInput type="date" label={t.startsOn} required {...form.getInputProps("starts_on")} />
      <NumberInput label={t.years} min={1} max={YEARS_MAX} required {...form.getInputProps("years")} />
      <Select
        label={t.months}
        data={optionsOf(t.rhythms)}
        allowDeselect={false}
        {...form.getInputProps("months")}
      />
      <Input.Wrapper label={t.kind} labelElement="div">
        <SegmentedControl
          fullWidth
          aria-label={t.kind}
          data={optionsOf(t.kinds)}
          {...form.getInputProps("kind")}
        />
      </Input.Wrapper>
      {values.kind === "index" ? (
        <Percent label={t.margin} required min={-5} max={10} {...form.getInputProps("margin")} />
      ) : (
        <Percent label={t.fixed} required min={0} max={50} {...form.getInputProps("fixed")} />
      )}
      <details>
        <summary>{t.more}</summary>
        <OtherTerms form={form} />
      </details>
      <Button type="submit" loading={busy}>
        {t.submit}
      </Button>
    </Stack>
  );
}

function OtherTerms({ form }: Pick<FormProps, "form">) {
  const t = useTexts(texts);
  const { values } = form;
  return (
    <Stack mt="sm">
      <Select
        label={t.profile}
        data={optionsOf(t.profiles)}
        allowDeselect={false}
        {...form.getInputProps("profile")}
      />
      {values.kind === "index" && (
        <Select
          label={t.revision}
          data={optionsOf(t.revisions)}
          allowDeselect={false}
          {...form.getInputProps("revision")}
        />
      )}
      {values.profile === "instalment_priority" && (
        <Percent label={t.progressivity} min={-10} max={10} {...form.getInputProps("progressivity")} />
      )}
      <NumberInput label={t.deferred} min={0} max={DEFERRED_MAX} {...form.getInputProps("deferred")} />
      {Number(values.deferred) > 0 && (
        <Select
          label={t.deferral}
          data={optionsOf(t.deferrals)}
          allowDeselect={false}
          {...form.getInputProps("deferral")}
        />
      )}
    </Stack>
  );
}

function optionsOf(words: Record<string, string>) {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}
