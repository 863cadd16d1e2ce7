/** The support desk: who asks what, and how far it has come. */
import { Anchor, Badge } from "@mantine/core";
import { useMemo, useState } from "react";
import { Link } from "react-router";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { Page } from "../../../ui/Page";
import { SearchForm } from "../../../ui/SearchForm";
import type { Column } from "../../../ui/table/DataTable";
import { PagedTable } from "../../../ui/table/PagedTable";
import { texts as asking } from "../../assistance/texts";
import { texts } from "./texts";
import { type Request, type Search, useRequests } from "./useRequests";

/** What waits for somebody comes first to the eye. */
const AT_FIRST: Search = { state: "open" };
export const COLOURS = { open: "orange", answered: "green", closed: "gray" } as const;

export default function Requests() {
  const t = useTexts(texts);
  const { topics } = useTexts(asking);
  const [search, setSearch] = useState<Search>(AT_FIRST);
  return (
    <Page title={t.title} lead={t.lead}>
      <SearchForm
        t={t.search}
        choices={{ state: t.states, topic: topics }}
        start={AT_FIRST}
        look={(asked) => setSearch(asked as Search)}
      />
      <Found search={search} />
    </Page>
  );
}

function Found({ search }: { search: Search }) {
  const t = useTexts(texts);
  return (
    <PagedTable
      name="demandes"
      caption={t.title}
      query={useRequests(search)}
      columns={useColumns()}
      rowId={(request) => request.id}
      plain
      none={t.none}
      icon="check"
      more={t.more}
    />
  );
}

function useColumns(): readonly Column<Request>[] {
  const t = useTexts(texts);
  const { topics } = useTexts(asking);
  const format = useFormat();
  return useMemo(
    () => [
      {
        id: "reference",
        header: t.reference,
        value: (request) => request.reference,
        show: (request) => (
          <Anchor component={Link} to={`/banque/assistance/${request.id}`} inherit>
            {request.reference}
          </Anchor>
        ),
      },
      {
        id: "state",
        header: t.state,
        value: (request) => request.state,
        show: ({ state }) => (
          <Badge variant="light" color={COLOURS[state]}>
            {t.states[state]}
          </Badge>
        ),
      },
      { id: "name", header: t.who, value: (request) => request.name },
      { id: "structure", header: t.structure, value: (request) => request.structure },
      {
        id: "topic",
        header: t.topic,
        value: (request) => request.topic,
        words: (topic) => topics[topic as Request["topic"]],
      },
      {
        id: "since",
        header: t.since,
        value: (request) => request.created_at,
        show: (request) => format.instant(request.created_at),
      },
    ],
    [t, topics, format],
  );
}
