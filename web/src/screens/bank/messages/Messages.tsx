/** Every message the portal wrote: searched by words, kind, state and subject. */
import { Anchor, Group, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { Link, useSearchParams } from "react-router";
import { useTexts } from "../../../i18n/texts";
import { Page } from "../../../ui/Page";
import { SearchForm } from "../../../ui/SearchForm";
import type { Column } from "../../../ui/table/DataTable";
import { PagedTable } from "../../../ui/table/PagedTable";
import { texts } from "./texts";
import { type Message, type Search, useMessages } from "./useMessages";

export default function Messages() {
  const t = useTexts(texts);
  const [address] = useSearchParams();
  const text = address.get("texte");
  const cause = address.get("cause");
  const [search, setSearch] = useState<Search>(text ? { text } : {});
  const others = (
    <>
      <Anchor component={Link} to="/banque/modeles">
        {t.samples.title}
      </Anchor>
      <Anchor component={Link} to="/banque/lots">
        {t.batches}
      </Anchor>
    </>
  );
  return (
    <Page title={t.title} lead={t.lead} actions={others}>
      <SearchForm
        t={t.search}
        choices={{ kind: t.kinds, state: t.states, template: t.templates }}
        start={text ? { text } : {}}
        look={(asked) => setSearch(asked as Search)}
      />
      {cause && (
        <Group>
          <Text>{t.ofOneCause}</Text>
          <Anchor component={Link} to="/banque/courriers">
            {t.ofAnyCause}
          </Anchor>
        </Group>
      )}
      <Found search={cause ? { ...search, cause } : search} />
    </Page>
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
      { id: "subject", header: t.subject, value: (message) => message.subject, long: true },
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
