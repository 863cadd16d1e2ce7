/** A form that searches a list: words in one field, and lists of what may be chosen. What is left empty is not asked. */
import { Button, NativeSelect, Paper, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";

type Names<Choice extends string> = Record<Choice | "title" | "text" | "any" | "submit", string>;
type Typed<Choice extends string> = Partial<Record<Choice | "text", string>>;

type Props<Choice extends string> = {
  t: Names<NoInfer<Choice>>;
  /** By field: what may be chosen, as code and words. */
  choices: Record<Choice, Record<string, string>>;
  start?: Typed<NoInfer<Choice>>;
  look: (asked: Typed<NoInfer<Choice>>) => void;
};

export function SearchForm<Choice extends string>({ t, choices, start = {}, look }: Props<Choice>) {
  const [typed, setTyped] = useState<Typed<Choice>>(start);
  const change = (name: Choice | "text", value: string) =>
    setTyped((before) => ({ ...before, [name]: value }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    look(filled(typed));
  };
  const fields = Object.keys(choices) as Choice[];
  return (
    <Paper component="form" withBorder p="md" aria-label={t.title} onSubmit={submit}>
      <Stack>
        <SimpleGrid cols={{ base: 1, sm: 2, lg: fields.length + 1 }} style={{ alignItems: "end" }}>
          <TextInput
            label={t.text}
            value={typed.text ?? ""}
            onChange={(event) => change("text", event.currentTarget.value)}
          />
          {fields.map((name) => (
            <NativeSelect
              key={name}
              label={t[name]}
              data={[
                { value: "", label: t.any },
                ...Object.entries(choices[name]).map(([value, label]) => ({ value, label })),
              ]}
              value={typed[name] ?? ""}
              onChange={(event) => change(name, event.currentTarget.value)}
            />
          ))}
        </SimpleGrid>
        <Button type="submit" style={{ alignSelf: "flex-start" }}>
          {t.submit}
        </Button>
      </Stack>
    </Paper>
  );
}

function filled<Choice extends string>(typed: Typed<Choice>): Typed<Choice> {
  const kept = Object.entries<string | undefined>(typed).filter(([, value]) => value?.trim());
  return Object.fromEntries(kept) as Typed<Choice>;
}
