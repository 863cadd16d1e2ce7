/** Every message the portal wrote: searched by words, kind, state and subject. */
import { Anchor, Button, NativeSelect, Paper, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useMemo, useState } from "react";
import { Link } from "react-router";
import { useTexts } from "../../../i18n/texts";
import { Page } from "../../../ui/Page";
import type { Column } from "../../../ui/table/DataTable";
import { PagedTable } from "../../../ui/table/PagedTable";
import { texts } from "./texts";
import { type Message, type Search, useMessages } from "./useMessages";

export default function Messages() {
  const t = useTexts(texts);
  const [search, setSearch] = useState<Search>({});
  const batches = (
    <Anchor component={Link} to="/banque/lots">
      {t.batches}
    </Anchor>
  );
  return (
    <Page title={t.title} lead={t.lead} actions={batches}>
      <SearchForm look={setSearch} />
      <Found search={search} />
    </Page>
  );
}

type Typed = Record<"text" | "kind" | "state" | "template", string>;

const NOTHING: Typed = { text: "", kind: "", state: "", template: "" };

function SearchForm({ look }: { look: (search: Search) => void }) {
  const t = useTexts(texts);
  const [typed, setTyped] = useState(NOTHING);
  const change = (part: Partial<Typed>) => setTyped((before) => ({ ...before, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    look(Object.fromEntries(Object.entries(typed).filter(([, value]) => value.trim())));
  };
  const choices = { kind: t.kinds, state: t.states, template: t.templates };
  return (
    <Paper component="form" withBorder p="md" aria-label={t.search.title} onSubmit={submit}>
      <Stack>
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }}>
          <TextInput
            label={t.search.text}
            value={typed.text}
            onChange={(event) => change({ text: event.currentTarget.value })}
          />
          {(Object.keys(choices) as (keyof typeof choices)[]).map((name) => (
            <NativeSelect
              key={name}
              label={t.search[name]}
              data={[
                { value: "", label: t.search.any },
                ...Object.entries(choices[name]).map(([value, label]) => ({ value, label })),
              ]}
              value={typed[name]}
              onChange={(event) => change({ [name]: event.currentTarget.value })}
            />
          ))}
        </SimpleGrid>
        <Button type="submit" style={{ alignSelf: "flex-start" }}>
          {t.search.submit}
        </Button>
      </Stack>
    </Paper>
  );
}

function Found({ search }: { search: Search }) {
  const t = useTexts(texts);
  return (
    <PagedTable
      name="messages"
      caption={t.list}
      query={useMessages(search)}
      columns={useColumns()}
      rowId={(message) => message.id}
      plain
      none={t.none}
      icon="letter"
      more={t.more}
    />
  );
}

function useColumns(): readonly Column<Message>[] {
  const t = useTexts(texts);
  return useMemo(() => {
    const kinds: Record<string, string> = t.kinds;
    const states: Record<string, string> = t.states;
    return [
      {
        id: "reference",
        header: t.reference,
        value: (message) => message.reference,
        show: (message) => (
          <Anchor component={Link} to={`/banque/courriers/${message.id}`} inherit>
            {message.reference}
          </Anchor>
        ),
      },
      { id: "subject", header: t.subject, value: (message) => message.subject },
      { id: "to", header: t.to, value: (message) => message.to_name ?? message.structure ?? null },
      { id: "kind", header: t.kind, value: (message) => message.kind, words: (kind) => kinds[kind] ?? kind },
      {
        id: "state",
        header: t.state,
        value: (message) => message.state,
        words: (state) => states[state] ?? state,
      },
      { id: "written", header: t.written, kind: "day", value: (message) => message.written_on },
    ];
  }, [t]);
}
