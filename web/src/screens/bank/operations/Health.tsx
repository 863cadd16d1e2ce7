/** The health of each service: every probe, whether it is well, and what it observed in words. */
import { Badge } from "@mantine/core";
import { useMemo } from "react";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { Waiting } from "../../../ui/states";
import { type Column, DataTable } from "../../../ui/table/DataTable";
import { told } from "./found";
import { Section, serviceColumn } from "./parts";
import { texts } from "./texts";
import { type Probe, SERVICES, type ServiceName, useHealth } from "./useOperations";

const VERDICT_COLOURS = { pass: "green", warn: "orange", fail: "red" } as const;

type ProbeLine = Probe & { service: ServiceName };

export function Health() {
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
      { id: "found", header: t.found, value: (probe) => told(probe, t, format) },
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
