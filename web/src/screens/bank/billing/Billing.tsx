/** Calls of instalments: the runs there were, another one on demand, and what falls due next. */
import { Stack } from "@mantine/core";
import { useMemo } from "react";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { useWho } from "../../../session/useSession";
import { Page } from "../../../ui/Page";
import { Part } from "../../../ui/Part";
import type { Column } from "../../../ui/table/DataTable";
import { PagedTable } from "../../../ui/table/PagedTable";
import { useNames } from "../useNames";
import { Call } from "./Call";
import { texts } from "./texts";
import { Upcoming } from "./Upcoming";
import { type Run, useRuns } from "./useBilling";

const DAILY = "daily";

export default function Billing() {
  const t = useTexts(texts);
  const { who } = useWho();
  return (
    <Page title={t.title} lead={t.lead}>
      <Stack gap="lg">
        {who.may("lending.agent") && <Call />}
        <Runs />
        <Upcoming />
      </Stack>
    </Page>
  );
}

function Runs() {
  const t = useTexts(texts).runs;
  const runs = useRuns();
  return (
    <Part title={t.title}>
      <PagedTable
        name="appels"
        caption={t.title}
        query={runs}
        columns={useColumns(runs.data?.pages.flatMap(({ items }) => items) ?? [])}
        rowId={(run) => run.run_id}
        plain
        none={t.none}
        icon="calendar"
        more={t.more}
      />
    </Part>
  );
}

function useColumns(runs: readonly Run[]): readonly Column<Run>[] {
  const t = useTexts(texts).runs;
  const format = useFormat();
  const nameOf = useNames(runs.map(({ source }) => (source === DAILY ? null : source)));
  return useMemo(() => {
    const by = (source: string) => {
      if (source === DAILY) return t.daily;
      const name = nameOf(source);
      return name === source ? t.someone : name;
    };
    return [
      { id: "at", header: t.at, value: (run) => run.called_at, words: (at) => format.instant(at) },
      { id: "until", header: t.until, kind: "day", value: (run) => run.due_until },
      { id: "instalments", header: t.instalments, kind: "number", value: (run) => run.instalments },
      { id: "amount", header: t.amount, kind: "money", value: (run) => run.amount },
      { id: "by", header: t.by, value: (run) => run.source, words: by },
    ];
  }, [t, format, nameOf]);
}
