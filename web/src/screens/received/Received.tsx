/** What the bank wrote to a structure: every notice and letter, to read again. */
import { Anchor, Button, Group, Select, Stack, Text, UnstyledButton } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTexts } from "../../i18n/texts";
import { MailFrame } from "../../ui/MailFrame";
import { Page } from "../../ui/Page";
import { Empty, Failure, NoRight, Waiting } from "../../ui/states";
import { type Column, DataTable } from "../../ui/table/DataTable";
import { Window } from "../../ui/Window";
import { useStructureInHand } from "../borrower/useStructure";
import classes from "./Received.module.css";
import { texts } from "./texts";
import { addressOf, type Received, useReceived } from "./useReceived";

export default function ReceivedPage() {
  const t = useTexts(texts);
  const { structure, choices, choose } = useStructureInHand("loans.read", "guarantees.read");
  const choice = structure && choices.length > 1 && (
    <Select
      label={t.structure}
      data={choices.map((each) => ({ value: each.structure_id, label: each.name }))}
      value={structure.structure_id}
      onChange={(chosen) => chosen && choose(chosen)}
      allowDeselect={false}
    />
  );
  return (
    <Page title={t.title} lead={<Text span>{structure?.name}</Text>} actions={choice}>
      {structure ? (
        <Messages key={structure.structure_id} structureId={structure.structure_id} />
      ) : (
        <NoRight />
      )}
    </Page>
  );
}

function Messages({ structureId }: { structureId: string }) {
  const t = useTexts(texts);
  const [open, setOpen] = useState<Received | null>(null);
  const columns = useColumns(structureId, setOpen);
  const query = useReceived(structureId);
  const messages = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  if (query.error) return <Failure error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Waiting lines={6} />;
  if (messages.length === 0) return <Empty icon="letter">{t.none}</Empty>;
  return (
    <Stack>
      <DataTable
        name="avis-et-courriers"
        caption={t.title}
        rows={messages}
        columns={columns}
        rowId={(message) => message.id}
      />
      {query.hasNextPage && (
        <Group>
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t.more}
          </Button>
        </Group>
      )}
      <Window opened={open !== null} onClose={() => setOpen(null)} title={open?.reference ?? ""} size="xl">
        {open && <MailFrame address={addressOf(structureId, open)} title={open.subject} open={t.newTab} />}
      </Window>
    </Stack>
  );
}

function useColumns(structureId: string, read: (message: Received) => void): readonly Column<Received>[] {
  const t = useTexts(texts);
  return useMemo(() => {
    const templates: Record<string, string> = t.templates;
    const states: Record<string, string> = t.states;
    return [
      { id: "written", header: t.written, kind: "day", value: (message) => message.written_on },
      {
        id: "subject",
        header: t.subject,
        long: true,
        value: (message) => message.subject,
        show: (message) =>
          message.kind === "email" ? (
            <UnstyledButton className={classes.open} onClick={() => read(message)}>
              {message.subject}
            </UnstyledButton>
          ) : (
            <Anchor href={addressOf(structureId, message)} target="_blank" inherit>
              {t.asPdf(message.subject)}
            </Anchor>
          ),
      },
      {
        id: "template",
        header: t.about,
        value: (message) => message.template,
        words: (template) => templates[template] ?? template,
        choice: true,
      },
      {
        id: "kind",
        header: t.kind,
        value: (message) => message.kind,
        words: (kind) => t.kinds[kind as Received["kind"]],
        choice: true,
      },
      {
        id: "state",
        header: t.state,
        value: (message) => message.state,
        words: (state) => states[state] ?? state,
        choice: true,
      },
      { id: "reference", header: t.reference, value: (message) => message.reference },
    ];
  }, [t, structureId, read]);
}
