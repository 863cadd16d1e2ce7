/** How far the messages have come that a revision makes the portal write. */
import { Anchor, Progress, Text } from "@mantine/core";
import { useMemo } from "react";
import { Link } from "react-router";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { useWho } from "../../../session/useSession";
import { Part } from "../../../ui/Part";
import { Loaded } from "../../../ui/states";
import { type Column, DataTable } from "../../../ui/table/DataTable";
import { texts as messageTexts } from "../messages/texts";
import { texts } from "./texts";
import { type Count, type Summary, useSummary } from "./useSummary";

export function Told({ revisionId }: { revisionId: string }) {
  const t = useTexts(texts).told;
  const { who } = useWho();
  const summary = useSummary(revisionId);
  return (
    <Part title={t.title}>
      <Loaded query={summary} lines={3}>
        {(known) => (known.total > 0 ? <HowFar summary={known} /> : <Text c="dimmed">{t.none}</Text>)}
      </Loaded>
      {who.may("notifications.agent") && (
        <Anchor component={Link} to={`/banque/courriers?cause=${revisionId}`}>
          {t.see}
        </Anchor>
      )}
    </Part>
  );
}

function HowFar({ summary: { total, done, failed, counts } }: { summary: Summary }) {
  const t = useTexts(texts).told;
  const format = useFormat();
  return (
    <>
      <Progress value={(100 * done) / total} size="lg" aria-label={t.title} />
      <Text role="status">
        {t.done(format.number(done), format.number(total))}
        {failed > 0 && ` ${t.failed(format.number(failed))}`}
      </Text>
      <DataTable
        name="messages-de-la-revision"
        caption={t.title}
        rows={counts}
        columns={useColumns()}
        rowId={({ kind, state }) => `${kind} ${state}`}
        plain
      />
    </>
  );
}

function useColumns(): readonly Column<Count>[] {
  const t = useTexts(texts).told;
  const words = useTexts(messageTexts);
  return useMemo(() => {
    const kinds: Record<string, string> = words.kinds;
    const states: Record<string, string> = words.states;
    return [
      { id: "kind", header: words.kind, value: (row) => row.kind, words: (kind) => kinds[kind] ?? kind },
      {
        id: "state",
        header: words.state,
        value: (row) => row.state,
        words: (state) => states[state] ?? state,
      },
      { id: "count", header: t.count, kind: "number", total: true, value: (row) => row.messages },
    ];
  }, [t, words]);
}
