/** Administrators that a structure appoints by letter: how far each is, another letter, a refusal that was told. */
import { Group, Text } from "@mantine/core";
import { useMemo } from "react";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { Confirm } from "../../../ui/Confirm";
import { Part } from "../../../ui/Part";
import { Loaded } from "../../../ui/states";
import { type Column, DataTable } from "../../../ui/table/DataTable";
import { tell } from "../../../ui/tell";
import { WithReason } from "../../../ui/WithReason";
import { texts } from "./texts";
import { type Appointment, useAppointments, useOrderLetter, useRefuse } from "./useRegister";

const OPEN: readonly Appointment["state"][] = ["letter_ordered", "needs_agent"];
const REPEATABLE: readonly Appointment["state"][] = [...OPEN, "expired"];

export function Appointments({ structureId }: { structureId: string }) {
  const t = useTexts(texts).appointments;
  return (
    <Part title={t.title}>
      <Loaded query={useAppointments(structureId)} lines={3}>
        {(all) => (all.length > 0 ? <List appointments={all} /> : <Text c="dimmed">{t.none}</Text>)}
      </Loaded>
    </Part>
  );
}

function List({ appointments }: { appointments: readonly Appointment[] }) {
  const t = useTexts(texts).appointments;
  const format = useFormat();
  const columns = useMemo<Column<Appointment>[]>(
    () => [
      { id: "person", header: t.person, value: (each) => each.person_name },
      {
        id: "state",
        header: t.state,
        value: (each) => each.state,
        words: (state) => t.states[state as Appointment["state"]],
      },
      { id: "since", header: t.since, value: (each) => each.accepted_at, words: (at) => format.instant(at) },
      { id: "why", header: t.why, value: (each) => each.why, long: true },
      { id: "act", header: t.act, value: () => null, show: (each) => <Acts appointment={each} /> },
    ],
    [t, format],
  );
  return (
    <DataTable
      name="nominations"
      caption={t.title}
      rows={appointments}
      columns={columns}
      rowId={(each) => each.appointment_id}
      plain
    />
  );
}

/** What an agent can do for it. */
export function Acts({ appointment }: { appointment: Appointment }) {
  if (!REPEATABLE.includes(appointment.state)) return null;
  return (
    <Group gap="xs" miw="14rem">
      <AnotherLetter appointment={appointment} />
      {OPEN.includes(appointment.state) && <Refuse appointment={appointment} />}
    </Group>
  );
}

function AnotherLetter({ appointment }: { appointment: Appointment }) {
  const t = useTexts(texts).appointments;
  const order = useOrderLetter(appointment.appointment_id);
  const done = (close: () => void) => {
    tell(t.againDone);
    close();
  };
  return (
    <Confirm
      label={t.again}
      about={appointment.person_name}
      title={t.againTitle}
      confirm={t.again}
      act={(close) => order.mutate(undefined, { onSuccess: () => done(close) })}
      isPending={order.isPending}
      error={order.error}
      reset={order.reset}
      danger={false}
      button={{ size: "compact-sm" }}
    >
      <Text>{t.againFollows}</Text>
    </Confirm>
  );
}

function Refuse({ appointment }: { appointment: Appointment }) {
  const t = useTexts(texts).appointments;
  return (
    <WithReason
      act={useRefuse(appointment.appointment_id)}
      label={t.refuse}
      about={appointment.person_name}
      title={t.refuseTitle}
      confirm={t.refuse}
      done={t.refused}
      button={{ size: "compact-sm" }}
    >
      <Text>{t.refuseFollows}</Text>
    </WithReason>
  );
}
