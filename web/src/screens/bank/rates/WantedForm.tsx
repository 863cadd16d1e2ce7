/** The value that somebody proposes, and the text it rests on. */
import { Button, Checkbox, Paper, Stack, Text, Textarea, TextInput, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTexts } from "../../../i18n/texts";
import { besidesFields, showAtFields } from "../../../ui/forms";
import { Refusal } from "../../../ui/states";
import { Percent } from "../../simulator/Percent";
import { fraction } from "../../simulator/terms";
import { texts } from "./texts";
import type { Correction } from "./useRates";

/** value in percent */
export type Wanted = {
  value: number | string;
  derogation: boolean;
  legal_reference: string;
  published_on: string;
  note: string;
};

export function asFraction(wanted: Wanted): Correction {
  return { ...wanted, value: fraction(wanted.value) };
}

type WantedFormProps = {
  title: string;
  help: string;
  submit: string;
  start: Wanted;
  send: (wanted: Wanted, onError: (error: Error) => void) => void;
  isPending: boolean;
  error: Error | null;
};

export function WantedForm({ title, help, submit, start, send, isPending, error }: WantedFormProps) {
  const t = useTexts(texts).propose;
  const form = useForm<Wanted>({ initialValues: start });
  return (
    <Paper
      component="form"
      withBorder
      p="md"
      aria-label={title}
      onSubmit={form.onSubmit((wanted) => send(wanted, showAtFields(form)))}
    >
      <Stack maw={640}>
        <Title order={2} size="h4">
          {title}
        </Title>
        <Text c="dimmed">{help}</Text>
        <Percent label={t.value} required min={-50} max={50} {...form.getInputProps("value")} />
        <Checkbox
          label={t.derogation}
          description={t.derogationHelp}
          {...form.getInputProps("derogation", { type: "checkbox" })}
        />
        <Textarea
          label={t.text}
          description={t.textHelp}
          required
          autosize
          minRows={2}
          maxLength={300}
          {...form.getInputProps("legal_reference")}
        />
        <TextInput
          type="date"
          label={t.published}
          required
          maw={240}
          {...form.getInputProps("published_on")}
        />
        <Textarea label={t.note} autosize {...form.getInputProps("note")} />
        <Refusal error={besidesFields(error, form.values)} />
        <Button type="submit" loading={isPending} style={{ alignSelf: "flex-start" }}>
          {submit}
        </Button>
      </Stack>
    </Paper>
  );
}
