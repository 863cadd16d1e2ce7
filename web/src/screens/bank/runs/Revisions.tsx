/** Every revision of the portfolio, with the progress of those at work. */
import { Anchor } from "@mantine/core";
import { Link } from "react-router";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { Page } from "../../../ui/Page";
import { Empty, Loaded } from "../../../ui/states";
import { type Column, DataTable } from "../../../ui/table/DataTable";
import { useIndexName } from "../../borrower/words";
import { texts } from "./texts";
import { type Run, useRevisions } from "./useRuns";

const REVISIONS = "/banque/revisions";

export default function Revisions() {
  const t = useTexts(texts);
  const revisions = useRevisions();
  const columns = useColumns();
  return (
    <Page title={t.title} lead={t.lead}>
      <Loaded query={revisions} lines={6}>
        {(runs) =>
          runs.length === 0 ? (
            <Empty icon="chart">{t.none}</Empty>
          ) : (
            <DataTable
              name="revisions"
              caption={t.list}
              rows={runs}
              columns={columns}
              rowId={(run) => run.revision_id}
            />
          )
        }
      </Loaded>
    </Page>
  );
}

function useColumns(): readonly Column<Run>[] {
  const t = useTexts(texts);
  const format = useFormat();
  const indexName = useIndexName();
  const states: Record<string, string> = t.states;
  return [
    {
      id: "effective",
      header: t.effective,
      kind: "day",
      value: (run) => run.effective_on,
      show: (run) => (
        <Anchor component={Link} to={`${REVISIONS}/${run.revision_id}`} inherit>
          {format.shortDay(run.effective_on)}
        </Anchor>
      ),
    },
    { id: "index", header: t.index, value: (run) => run.index, words: indexName, choice: true },
    { id: "before", header: t.valueBefore, kind: "percent", value: (run) => run.value_before },
    { id: "value", header: t.value, kind: "percent", value: (run) => run.value_after },
    {
      id: "state",
      header: t.state,
      value: (run) => run.state,
      words: (state) => states[state] ?? state,
      show: (run) =>
        run.state === "running"
          ? `${states.running} – ${t.done(format.number(run.chunks_done), format.number(run.chunks_total))}`
          : states[run.state],
      choice: true,
    },
    { id: "revised", header: t.loansRevised, kind: "number", value: (run) => run.loans_revised },
    { id: "failed", header: t.loansFailed, kind: "number", value: (run) => run.loans_failed },
    { id: "requested", header: t.requested, kind: "day", value: (run) => run.requested_at.slice(0, 10) },
  ];
}
