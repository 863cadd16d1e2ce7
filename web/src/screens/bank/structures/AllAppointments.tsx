/** Administrators appointed by letter, of every structure: first those that no letter can reach. */
import { Anchor, NativeSelect } from "@mantine/core";
import { useMemo, useState } from "react";
import { Link } from "react-router";
import { useTexts } from "../../../i18n/texts";
import { Page } from "../../../ui/Page";
import type { Column } from "../../../ui/table/DataTable";
import { PagedTable } from "../../../ui/table/PagedTable";
import { Acts } from "./Appointments";
import { texts } from "./texts";
import { type Appointment, useAppointmentsIn } from "./useRegister";

type State = Appointment["state"];

export default function AllAppointments() {
  const t = useTexts(texts).appointments;
  const [state, setState] = useState<State | "">("needs_agent");
  return (
    <Page title={t.title} lead={t.lead}>
      <NativeSelect
        label={t.state}
        data={[
          { value: "", label: t.any },
          ...(Object.keys(t.states) as State[]).map((value) => ({ value, label: t.states[value] })),
        ]}
        value={state}
        onChange={(event) => setState(event.currentTarget.value as State | "")}
        maw={420}
      />
      <PagedTable
        name="toutes-les-nominations"
        caption={t.list}
        query={useAppointmentsIn(state || undefined)}
        columns={useColumns()}
        rowId={(each) => each.appointment_id}
        plain
        none={t.none}
        icon="letter"
        more={t.more}
      />
    </Page>
  );
}

function useColumns(): readonly Column<Appointment>[] {
  const t = useTexts(texts).appointments;
  return useMemo(() => {
    const structure: Column<Appointment> = {
      id: "structure",
      header: t.structure,
      value: (each) => each.structure_name,
      show: (each) => <StructureLink appointment={each} />,
    };
    return [
      structure,
      { id: "person", header: t.person, value: (each) => each.person_name },
      {
        id: "state",
        header: t.state,
        value: (each) => each.state,
        words: (state) => t.states[state as State],
      },
      { id: "act", header: t.act, value: () => null, show: (each) => <Acts appointment={each} /> },
      { id: "since", header: t.since, kind: "day", value: (each) => each.accepted_at.slice(0, 10) },
      { id: "why", header: t.why, value: (each) => each.why, long: true },
    ];
  }, [t]);
}

function StructureLink({ appointment }: { appointment: Appointment }) {
  return (
    <Anchor component={Link} to={`/banque/structures/${appointment.structure_id}`} inherit>
      {appointment.structure_name}
    </Anchor>
  );
}
