/** The schedule of a loan, in the version that holds or an older one; past and future told apart. */
import { Alert, Group, Select, Stack, Text, Title } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { Icon } from "../../ui/icons";
import { Loaded } from "../../ui/states";
import { DataTable } from "../../ui/table/DataTable";
import { ROW_PIXELS } from "../../ui/table/Grid";
import classes from "./borrower.module.css";
import { ScheduleChart } from "./ScheduleChart";
import { rowId, useScheduleColumns } from "./scheduleColumns";
import { texts } from "./texts";
import { type Row, useSchedule, useVersions, type Version } from "./useLoan";

/** Instalments that are past and still in sight. */
const ROWS_BEFORE = 2;

type LoanScheduleProps = { loanNumber: string; asOf: string };

export function LoanSchedule({ loanNumber, asOf }: LoanScheduleProps) {
  const t = useTexts(texts).one;
  const [version, setVersion] = useState<number>();
  const schedule = useSchedule(loanNumber, version);
  return (
    <Stack component="section">
      <Group justify="space-between" align="flex-end">
        <div>
          <Title order={2} size="h4">
            {t.schedule}
          </Title>
          <Text size="sm" c="dimmed">
            {t.scheduleHelp}
          </Text>
        </div>
        <VersionChoice loanNumber={loanNumber} chosen={version} choose={setVersion} />
      </Group>
      {version !== undefined && (
        <Alert color="yellow" variant="light" icon={<Icon name="info" />}>
          {t.oldVersion}
        </Alert>
      )}
      <Loaded query={schedule} lines={8}>
        {({ rows }) => <Rows rows={rows} asOf={asOf} loanNumber={loanNumber} />}
      </Loaded>
    </Stack>
  );
}

function Rows({ rows, asOf, loanNumber }: LoanScheduleProps & { rows: readonly Row[] }) {
  const t = useTexts(texts).one;
  const columns = useScheduleColumns(asOf);
  const next = rows.find((row) => row.due_on > asOf);
  const markOf = (row: Row) => (row === next ? classes.next : row.due_on <= asOf ? classes.past : undefined);
  const table = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each schedule that is shown.
  useEffect(() => showNext(table.current, next ? rows.indexOf(next) : 0), [rows]);
  return (
    <>
      <ScheduleChart rows={rows} />
      <div ref={table}>
        <DataTable
          name={`tableau-${loanNumber}`}
          caption={t.schedule}
          rows={rows}
          columns={columns}
          rowId={rowId}
          rowClass={markOf}
        />
      </div>
    </>
  );
}

/** Past instalments are scrolled away, within the table: the page stays where it is. Of a long one each row is as high. */
function showNext(table: HTMLElement | null, place: number): void {
  const next = table?.querySelector<HTMLElement>(`.${classes.next}`);
  const head = table?.querySelector<HTMLElement>("thead");
  const scroller = table?.querySelector("[role=group]");
  if (!head || !scroller) return;
  const top = next ? next.offsetTop - head.offsetHeight : place * ROW_PIXELS;
  scroller.scrollTop = top - ROWS_BEFORE * ROW_PIXELS;
}

type VersionChoiceProps = {
  loanNumber: string;
  chosen: number | undefined;
  choose: (version: number | undefined) => void;
};

function VersionChoice({ loanNumber, chosen, choose }: VersionChoiceProps) {
  const t = useTexts(texts).one;
  const format = useFormat();
  const versions = useVersions(loanNumber).data ?? [];
  if (versions.length < 2) return null;
  const current = versions.at(-1)?.version;
  const nameOf = (version: Version, place: number) => {
    const day = format.day(version.created_at);
    if (version.version === current) return t.current;
    return place === 0 ? t.firstVersion(day) : t.versionOf(day);
  };
  return (
    <Select
      label={t.version}
      data={versions
        .map((each, place) => ({ value: String(each.version), label: nameOf(each, place) }))
        .reverse()}
      value={String(chosen ?? current)}
      onChange={(value) => choose(Number(value) === current ? undefined : Number(value))}
      allowDeselect={false}
      wrapperProps={{ "data-print": "hide" }}
    />
  );
}
