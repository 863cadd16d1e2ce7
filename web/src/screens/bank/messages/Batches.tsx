/** The batches of letters for the mailing house. */
import { Anchor, Text } from "@mantine/core";
import { useMemo } from "react";
import { Link } from "react-router";
import { useTexts } from "../../../i18n/texts";
import { Confirm } from "../../../ui/Confirm";
import { Page } from "../../../ui/Page";
import { Empty, Loaded } from "../../../ui/states";
import { type Column, DataTable } from "../../../ui/table/DataTable";
import { tell } from "../../../ui/tell";
import { texts } from "./texts";
import { type Batch, useBatches, useCloseBatch } from "./useMessages";

export default function Batches() {
  const t = useTexts(texts);
  const batches = useBatches();
  const columns = useColumns();
  return (
    <Page title={t.batch.title} lead={t.batch.lead} actions={<CloseNow />}>
      <Loaded query={batches}>
        {(all) =>
          all.length === 0 ? (
            <Empty icon="letter">{t.batch.none}</Empty>
          ) : (
            <DataTable
              name="lots"
              caption={t.batch.list}
              rows={all}
              columns={columns}
              rowId={(batch) => batch.id}
            />
          )
        }
      </Loaded>
      <Anchor component={Link} to="/banque/courriers">
        {t.messages}
      </Anchor>
    </Page>
  );
}

function CloseNow() {
  const t = useTexts(texts).batch;
  const closing = useCloseBatch();
  const act = (close: () => void) =>
    closing.mutate(undefined, {
      onSuccess: () => {
        close();
        tell(t.closed);
      },
    });
  return (
    <Confirm
      label={t.closeNow}
      title={t.closeTitle}
      confirm={t.closeNow}
      act={act}
      isPending={closing.isPending}
      error={closing.error}
      reset={closing.reset}
      danger={false}
    >
      <Text>{t.closeFollows}</Text>
    </Confirm>
  );
}

function useColumns(): readonly Column<Batch>[] {
  const t = useTexts(texts).batch;
  return useMemo(() => {
    const states: Record<string, string> = t.states;
    return [
      {
        id: "number",
        header: t.number,
        value: (batch) => batch.number,
        show: (batch) => (
          <Anchor component={Link} to={`/banque/lots/${batch.id}`} inherit>
            {batch.number}
          </Anchor>
        ),
      },
      {
        id: "state",
        header: t.state,
        value: (batch) => batch.state,
        words: (state) => states[state] ?? state,
        choice: true,
      },
      { id: "letters", header: t.letters, kind: "number", value: (batch) => batch.letters },
      { id: "pages", header: t.pages, kind: "number", value: (batch) => batch.pages },
      { id: "closed", header: t.closedOn, kind: "day", value: (batch) => batch.closed_on },
      {
        id: "handed",
        header: t.handedOver,
        kind: "day",
        value: (batch) => batch.handed_over_at?.slice(0, 10) ?? null,
      },
    ];
  }, [t]);
}
