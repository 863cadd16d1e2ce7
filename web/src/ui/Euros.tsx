/** An amount of euros as the reader's language writes it. */
import { NumberInput, type NumberInputProps } from "@mantine/core";
import { useLanguage } from "../i18n/language";

const WRITTEN = {
  fr: { suffix: "\u00a0€", thousandSeparator: "\u202f", decimalSeparator: "," },
  en: { prefix: "€", thousandSeparator: ",", decimalSeparator: "." },
};
const CENTS = 2;

export function Euros(props: NumberInputProps) {
  return (
    <NumberInput
      {...WRITTEN[useLanguage()]}
      allowedDecimalSeparators={[",", "."]}
      decimalScale={CENTS}
      min={0.01}
      {...props}
    />
  );
}

/** What was typed, as services read amounts: 1234.5 → "1234.50" */
export function amountOf(typed: number | string): string {
  return Number(typed).toFixed(CENTS);
}
