/** For operators: each service and its bus, the queues, the dead letters of one. */
import { Anchor, NativeSelect, Text } from "@mantine/core";
import { useMemo } from "react";
import { Link, useSearchParams } from "react-router";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { Page } from "../../../ui/Page";
import { Empty, Loaded, Waiting } from "../../../ui/states";
import { type Column, DataTable } from "../../../ui/table/DataTable";
import { wait } from "./found";
import { Health } from "./Health";
import { Section, serviceColumn } from "./parts";
import { texts } from "./texts";
import {
  type BusReport,
  type DeadLetter,
  type Queue,
  SERVICES,
  type ServiceName,
  useDeadLetters,
  useReports,
} from "./useOperations";

type Standing = { service: ServiceName; report: BusReport | undefined; state: keyof typeof texts.fr.states };
type Line = Queue & { service: ServiceName };

export default function Operations() {
  const t = useTexts(texts);
  const reports = useReports();
  const standings = SERVICES.map((service, place): Standing => {
    const { data, error } = reports[place] ?? {};
    return { service, report: data, state: error ? "silent" : stateOf(data) };
  });
  const isKnown = standings.every(({ state }) => state !== "asked");
  return (
    <Page title={t.title} lead={t.lead}>
      {isKnown ? (
        <>
          <Services standings={standings} />
          <Health />
          <Queues standings={standings} />
        </>
      ) : (
        <Waiting lines={8} />
      )}
      <DeadLetters />
    </Page>
  );
}

function stateOf(report: BusReport | undefined): Standing["state"] {
  if (!report) return "asked";
  return report.dead > 0 ? "dead" : "well";
}

function Services({ standings }: { standings: Standing[] }) {
  const t = useTexts(texts);
  const format = useFormat();
  const columns = useMemo<Column<Standing>[]>(() => {
    const count = (name: "unpublished" | "waiting" | "dead" | "published" | "received") => ({
      id: name,
      header: t[name],
      kind: "number" as const,
      value: ({ report }: Standing) => report?.[name] ?? null,
    });
    return [
      serviceColumn(t.service, t.names),
      {
        id: "state",
        header: t.state,
        value: ({ state }) => state,
        words: (state) => t.states[state as keyof typeof t.states],
      },
      count("unpublished"),
      {
        id: "oldest",
        header: t.oldest,
        value: ({ report }) => report?.oldest_seconds ?? null,
        show: ({ report }) => (report?.oldest_seconds ? wait(report.oldest_seconds, t, format) : t.none),
      },
      count("waiting"),
      count("dead"),
      count("published"),
      count("received"),
    ];
  }, [t, format]);
  return (
    <Section title={t.services}>
      <DataTable
        name="services"
        caption={t.services}
        rows={standings}
        columns={columns}
        rowId={({ service }) => service}
        plain
      />
    </Section>
  );
}

function Queues({ standings }: { standings: Standing[] }) {
  const t = useTexts(texts);
  const rows = standings.flatMap(({ service, report }) =>
    (report?.queues ?? []).map((queue): Line => ({ ...queue, service })),
  );
  const columns = useMemo<Column<Line>[]>(() => {
    const count = (name: "ready" | "unacked" | "retrying" | "dead" | "consumers") => ({
      id: name,
      header: t[name],
      kind: "number" as const,
      value: (queue: Line) => queue[name],
    });
    return [
      { id: "queue", header: t.queue, value: (queue) => queue.name },
      { ...serviceColumn<Line>(t.service, t.names), choice: true },
      count("ready"),
      count("unacked"),
      count("retrying"),
      count("dead"),
      count("consumers"),
    ];
  }, [t]);
  return (
    <Section title={t.queues}>
      {rows.length === 0 ? (
        <Empty>{t.noQueue}</Empty>
      ) : (
        <DataTable
          name="files"
          caption={t.queues}
          rows={rows}
          columns={columns}
          rowId={({ service, name }) => `${service} ${name}`}
        />
      )}
    </Section>
  );
}

function DeadLetters() {
  const t = useTexts(texts);
  const [search, setSearch] = useSearchParams();
  const service = SERVICES.find((each) => each === search.get("service")) ?? SERVICES[0];
  const letters = useDeadLetters(service);
  return (
    <Section title={t.letters}>
      <Text c="dimmed">{t.lettersHelp}</Text>
      <NativeSelect
        label={t.whose}
        data={SERVICES.map((value) => ({ value, label: t.names[value] }))}
        value={service}
        onChange={(event) =>
          setSearch({ service: event.currentTarget.value }, { replace: true, preventScrollReset: true })
        }
        maw={320}
      />
      <Loaded query={letters}>
        {(all) =>
          all.length === 0 ? (
            <Empty icon="check">{t.noLetter}</Empty>
          ) : (
            <Letters service={service} letters={all} />
          )
        }
      </Loaded>
    </Section>
  );
}

function Letters({ service, letters }: { service: ServiceName; letters: readonly DeadLetter[] }) {
  const t = useTexts(texts);
  const format = useFormat();
  const columns = useMemo<Column<DeadLetter>[]>(
    () => [
      {
        id: "type",
        header: t.type,
        value: (letter) => letter.type,
        show: (letter) => (
          <Anchor
            component={Link}
            to={`/banque/exploitation/${service}/${encodeURIComponent(letter.id)}`}
            inherit
          >
            {letter.type}
          </Anchor>
        ),
        choice: true,
      },
      { id: "queue", header: t.queue, value: (letter) => letter.queue, choice: true },
      { id: "reason", header: t.reason, value: (letter) => letter.reason },
      { id: "attempts", header: t.attempts, kind: "number", value: (letter) => letter.attempts },
      {
        id: "died",
        header: t.died,
        value: (letter) => letter.died_at,
        show: ({ died_at }) => (died_at ? format.instant(died_at) : t.none),
      },
    ],
    [t, format, service],
  );
  return (
    <DataTable
      name="messages-en-echec"
      caption={t.letters}
      rows={letters}
      columns={columns}
      rowId={(letter) => letter.id}
    />
  );
}
