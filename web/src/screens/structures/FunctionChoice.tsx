import { NativeSelect, type NativeSelectProps } from "@mantine/core";
import { useTexts } from "../../i18n/texts";
import { texts } from "./texts";

/** What somebody does in a structure: one of the functions there are. */
export function FunctionChoice(props: NativeSelectProps) {
  const t = useTexts(texts);
  const functions = Object.entries(t.functions).map(([value, label]) => ({ value, label }));
  return (
    <NativeSelect
      label={t.fields.function}
      description={t.fields.functionHelp}
      required
      data={[{ value: "", label: t.fields.choose }, ...functions]}
      {...props}
    />
  );
}
