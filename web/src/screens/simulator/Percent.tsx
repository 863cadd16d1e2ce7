/** A percentage as the reader's language writes it. */
import { NumberInput, type NumberInputProps } from "@mantine/core";
import { useLanguage } from "../../i18n/language";

export function Percent(props: NumberInputProps) {
  return (
    <NumberInput
      suffix={useLanguage() === "fr" ? "\u00a0%" : "%"}
      decimalSeparator={useLanguage() === "fr" ? "," : "."}
      allowedDecimalSeparators={[",", "."]}
      decimalScale={4}
      step={0.1}
      {...props}
    />
  );
}
