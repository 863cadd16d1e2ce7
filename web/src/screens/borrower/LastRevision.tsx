/** What the last revision changed for a structure, and those before it. */
import { Paper, Stack, Text, Title } from "@mantine/core";
import { useMemo } from "react";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { Loaded } from "../../ui/states";
import { type Column, DataTable } from "../../ui/table/DataTable";
import { ByBorrower } from "./ByBorrower";
import { subtracted } from "./compared";
import { texts } from "./texts";
import { type Side, type StructureRevision, useRevisionByBorrower, useRevisions } from "./usePortfolio";
import { useIndexName } from "./words";

export function LastRevision({ side, structureId }: { side: Side; structureId: string }) {
  const t = useTexts(texts).revision;
  const revisions = useRevisions(side, structureId);
  return (
    <Paper component="section" withBorder p="md">
      <Stack>
        <Title order={2} size="h4">
          {t.title}
        </Title>
        <Loaded query={revisions}>
          {([last, ...earlier]) =>
            last ? (
              <>
                <Changes revision={last} />
                {side === "guarantor" && (
                  <Borrowers structureId={structureId} revisionId={last.revision_id} />
                )}
                {earlier.length > 0 && <Earlier revisions={earlier} />}
              </>
            ) : (
              <Text c="dimmed">{t.none}</Text>
            )
          }
        </Loaded>
      </Stack>
    </Paper>
  );
}

function Borrowers({ structureId, revisionId }: { structureId: string; revisionId: string }) {
  const t = useTexts(texts).revision;
  const revision = useRevisionByBorrower(structureId, revisionId);
  return (
    <Loaded query={revision}>
      {({ borrowers }) => <ByBorrower rows={borrowers} before={t.before} after={t.after} />}
    </Loaded>
  );
}

type Change = { figure: string; before: string; after: string };

function Changes({ revision }: { revision: StructureRevision }) {
  const t = useTexts(texts).revision;
  const format = useFormat();
  const rows: Change[] = [
    {
      figure: t.next,
      before: revision.next_instalments_before,
      after: revision.next_instalments_after,
    },
    { figure: t.year, before: revision.due_within_a_year_before, after: revision.due_within_a_year_after },
    {
      figure: t.interest,
      before: revision.interest_to_maturity_before,
      after: revision.interest_to_maturity_after,
    },
  ];
  const columns = useMemo<Column<Change>[]>(
    () => [
      { id: "figure", header: t.figure, value: (row) => row.figure },
      { id: "before", header: t.before, kind: "money", value: (row) => row.before },
      { id: "after", header: t.after, kind: "money", value: (row) => row.after },
      {
        id: "difference",
        header: t.difference,
        kind: "money",
        value: (row) => subtracted(row.after, row.before),
      },
    ],
    [t],
  );
  return (
    <>
      <Text>
        <Moved revision={revision} />{" "}
        {t.revised(format.number(revision.loans_revised), format.number(revision.loans_read))}
      </Text>
      <DataTable
        name="revision"
        caption={t.title}
        rows={rows}
        columns={columns}
        rowId={(row) => row.figure}
        plain
      />
    </>
  );
}

function Moved({ revision }: { revision: StructureRevision }) {
  const t = useTexts(texts).revision;
  const format = useFormat();
  const index = useIndexName()(revision.index);
  const day = format.day(revision.effective_on);
  const after = format.percent(revision.value_after);
  if (revision.value_before === null) return t.first(index, after, day);
  return t.change(index, format.percent(revision.value_before), after, day);
}

function Earlier({ revisions }: { revisions: readonly StructureRevision[] }) {
  const t = useTexts(texts).revision;
  const indexName = useIndexName();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names of the indexes change with the texts.
  const columns = useMemo<Column<StructureRevision>[]>(
    () => [
      { id: "day", header: t.effective, kind: "day", value: (row) => row.effective_on },
      { id: "index", header: t.index, value: (row) => row.index, words: indexName },
      { id: "value", header: t.value, kind: "percent", value: (row) => row.value_after },
      { id: "loans", header: t.loans, kind: "number", value: (row) => row.loans_revised },
      { id: "before", header: t.before, kind: "money", value: (row) => row.due_within_a_year_before },
      { id: "after", header: t.after, kind: "money", value: (row) => row.due_within_a_year_after },
    ],
    [t],
  );
  return (
    <details>
      <summary>{t.earlier}</summary>
      <DataTable
        name="revisions"
        caption={t.earlier}
        rows={revisions}
        columns={columns}
        rowId={(row) => row.revision_id}
        plain
      />
    </details>
  );
}
