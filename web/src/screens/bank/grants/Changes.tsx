/** Who gave and ended a right, when and why: in a window, asked for when it opens. */
import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMemo } from "react";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { Loaded } from "../../../ui/states";
import { type Column, DataTable } from "../../../ui/table/DataTable";
import { Window } from "../../../ui/Window";
import { useNames } from "../useNames";
import { nameOfRight, rights } from "./rights";
import { texts } from "./texts";
import { type Change, type Held, useChanges } from "./useGrants";

export function Changes({ held }: { held: Held }) {
  const t = useTexts(texts);
  const name = nameOfRight(useTexts(rights), held.right);
  const [opened, { open, close }] = useDisclosure(false);
  const changes = useChanges(held.grant_id, opened);
  return (
    <>
      <Button variant="subtle" size="compact-sm" onClick={open} aria-label={`${t.changes} – ${name}`}>
        {t.changes}
      </Button>
      <Window opened={opened} onClose={close} title={t.changesOf(name)} size="xl">
        <Loaded query={changes} lines={3}>
          {(rows) => <ChangesTable caption={t.changesOf(name)} rows={rows} />}
        </Loaded>
      </Window>
    </>
  );
}

function ChangesTable({ caption, rows }: { caption: string; rows: readonly Change[] }) {
  const t = useTexts(texts);
  const format = useFormat();
  const name = useNames(rows.map(({ changed_by }) => changed_by));
  const columns = useMemo<Column<Change>[]>(
    () => [
      { id: "at", header: t.at, value: (row) => row.changed_at, words: (at) => format.instant(at) },
      { id: "what", header: t.what, value: (row) => (row.held ? t.wasGiven : t.wasEnded) },
      { id: "by", header: t.by, value: (row) => (row.changed_by ? name(row.changed_by) : t.platform) },
      { id: "why", header: t.why, value: (row) => row.reason, long: true },
    ],
    [t, format, name],
  );
  return (
    <DataTable
      name="changements-du-droit"
      caption={caption}
      rows={rows}
      columns={columns}
      rowId={(row) => String(row.version)}
      plain
    />
  );
}
