/** For operators: each service and its bus, the queues, the dead letters of one. */
import { Anchor, Badge, NativeSelect, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useMemo } from "react";
import { Link, useSearchParams } from "react-router";
import { type Format, useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { Page } from "../../../ui/Page";
import { Empty, Loaded, Waiting } from "../../../ui/states";
import { type Column, DataTable } from "../../../ui/table/DataTable";
import { texts } from "./texts";
import {
  type BusReport,
  type DeadLetter,
  type Probe,
  type Queue,
  SERVICES,
  type ServiceName,
  useDeadLetters,
  useHealth,
  useReports,
} from "./useOperations";

const VERDICT_COLOURS = { pass: "green", warn: "orange", fail: "red" } as const;

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
        show: ({ report }) => (report ? ageOf(report.oldest_seconds, t) : "–"),
      },
      count("waiting"),
      count("dead"),
      count("published"),
      count("received"),
    ];
  }, [t]);
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

/** How long the oldest fact has waited, in the unit that people would say it in. */
function ageOf(seconds: number, t: typeof texts.fr): string {
  if (seconds === 0) return t.none;
  if (seconds < 120) return t.seconds(Math.round(seconds));
  return seconds < 7_200 ? t.minutes(Math.round(seconds / 60)) : t.hours(Math.round(seconds / 3_600));
}

const INSTANT = /^\d{4}-\d\d-\d\d[ T]\d\d:/;

/** What was observed as people read it: known names in words, instants in their own time. */
function told(found: Probe["found"], names: Record<string, string>, format: Format): string {
  return found
    .filter(([, value]) => value !== null)
    .map(([name, value]) => {
      const text = String(value);
      const read = INSTANT.test(text) ? format.instant(text.replace(" ", "T")) : text;
      return `${names[name] ?? name} ${names[text] ?? read}`.trim();
    })
    .join(" · ");
}

type ProbeLine = Probe & { service: ServiceName };

function Health() {
  const t = useTexts(texts);
  const format = useFormat();
  const health = useHealth();
  const rows = SERVICES.flatMap((service, place) =>
    (health[place]?.data ?? []).map((probe): ProbeLine => ({ ...probe, service })),
  );
  const columns = useMemo<Column<ProbeLine>[]>(() => {
    const probes: Record<string, string> = t.probes;
    return [
      { ...serviceColumn<ProbeLine>(t.service, t.names), choice: true },
      { id: "probe", header: t.probe, value: ({ name }) => name, words: (name) => probes[name] ?? name },
      {
        id: "status",
        header: t.state,
        value: ({ status }) => status,
        words: (status) => t.verdicts[status as Probe["status"]],
        show: ({ status }) => (
          <Badge variant="light" color={VERDICT_COLOURS[status]}>
            {t.verdicts[status]}
          </Badge>
        ),
        choice: true,
      },
      { id: "found", header: t.found, value: ({ found }) => told(found, t.observed, format) },
    ];
  }, [t, format]);
  return (
    <Section title={t.health}>
      {rows.length === 0 ? (
        <Waiting lines={6} />
      ) : (
        <DataTable
          name="sante"
          caption={t.health}
          rows={rows}
          columns={columns}
          rowId={({ service, name }) => `${service} ${name}`}
        />
      )}
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
      { id: "died", header: t.died, kind: "day", value: (letter) => letter.died_at?.slice(0, 10) ?? null },
    ],
    [t, service],
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

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack>
      <Title order={2} size="h4">
        {title}
      </Title>
      {children}
    </Stack>
  );
}

function serviceColumn<Row extends { service: ServiceName }>(
  header: string,
  names: Record<ServiceName, string>,
): Column<Row> {
  return {
    id: "service",
    header,
    value: (row) => row.service,
    words: (service) => names[service as ServiceName],
  };
}
