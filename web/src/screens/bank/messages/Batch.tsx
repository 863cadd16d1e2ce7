/** One batch: its letters, and its hand-over to the mailing house. */
import { Anchor, Stack, Text, Title } from "@mantine/core";
import { useMemo } from "react";
import { Link, useParams } from "react-router";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { Confirm } from "../../../ui/Confirm";
import { Facts } from "../../../ui/Facts";
import { focusHeading } from "../../../ui/InPlace";
import { Page } from "../../../ui/Page";
import { Loaded } from "../../../ui/states";
import { type Column, DataTable } from "../../../ui/table/DataTable";
import { tell } from "../../../ui/tell";
import { texts } from "./texts";
import { type BatchDetail, type BatchedLetter, useBatch, useHandOver } from "./useMessages";

export default function BatchPage() {
  const t = useTexts(texts).batch;
  const { batchId = "" } = useParams();
  const query = useBatch(batchId);
  const back = (
    <Anchor component={Link} to="/banque/lots">
      {t.title}
    </Anchor>
  );
  return (
    <Page title={query.data ? t.one(query.data.number) : t.oneBatch} lead={back}>
      <Loaded query={query} lines={6}>
        {(batch) => <Sheet batch={batch} />}
      </Loaded>
    </Page>
  );
}

function Sheet({ batch }: { batch: BatchDetail }) {
  const t = useTexts(texts).batch;
  const format = useFormat();
  const optional = [
    [t.handedOver, batch.handed_over_at && format.instant(batch.handed_over_at)],
    [t.manifest, batch.manifest_sha256],
  ] as const;
  return (
    <Stack gap="lg">
      <Facts
        facts={[
          [t.state, t.states[batch.state]],
          [t.letters, format.number(batch.letters)],
          [t.pages, format.number(batch.pages)],
          [t.closedOn, format.day(batch.closed_on)],
          ...optional.filter(([, value]) => value),
        ]}
      />
      {batch.state === "closed" && <HandOver batchId={batch.id} />}
      <Letters letters={batch.contents} />
    </Stack>
  );
}

function HandOver({ batchId }: { batchId: string }) {
  const t = useTexts(texts).batch;
  const handOver = useHandOver(batchId);
  const act = () =>
    handOver.mutate(undefined, {
      onSuccess: () => {
        tell(t.handedOverDone);
        focusHeading();
      },
    });
  return (
    <div>
      <Confirm
        label={t.handOver}
        title={t.handOverTitle}
        confirm={t.handOver}
        act={act}
        isPending={handOver.isPending}
        error={handOver.error}
        reset={handOver.reset}
        danger={false}
      >
        <Text>{t.handOverFollows}</Text>
      </Confirm>
    </div>
  );
}

function Letters({ letters }: { letters: readonly BatchedLetter[] }) {
  const all = useTexts(texts);
  const t = all.batch;
  const columns = useMemo<Column<BatchedLetter>[]>(
    () => [
      {
        id: "reference",
        header: all.reference,
        value: (letter) => letter.reference,
        show: (letter) => (
          <Anchor component={Link} to={`/banque/courriers/${letter.message_id}`} inherit>
            {letter.reference}
          </Anchor>
        ),
      },
      { id: "address", header: t.address, value: (letter) => letter.address.join(", "), long: true },
      { id: "pages", header: t.pages, kind: "number", total: true, value: (letter) => letter.pages },
    ],
    [all, t],
  );
  return (
    <Stack>
      <Title order={2} size="h4">
        {t.contents}
      </Title>
      <DataTable
        name="courriers-du-lot"
        caption={t.contents}
        rows={letters}
        columns={columns}
        rowId={(letter) => letter.message_id}
      />
    </Stack>
  );
}
