/** What changed a person's rights, newest first. */
import { Text } from "@mantine/core";
import { useMemo } from "react";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { type Column, DataTable } from "../../ui/table/DataTable";
import { namesOf, services } from "../rights/services";
import { texts } from "./texts";
import { type RightChange, type Sheet, useUsers } from "./useUsers";

export function History({ sheet, structureId }: { sheet: Sheet; structureId: string }) {
  const t = useTexts(texts).sheet;
  const columns = useColumns(structureId);
  const newestFirst = useMemo(() => [...sheet.changes].reverse(), [sheet.changes]);
  if (newestFirst.length === 0) return <Text c="dimmed">{t.noHistory}</Text>;
  return (
    <DataTable
      name="user-history"
      caption={t.history}
      rows={newestFirst}
      columns={columns}
      rowId={(change) => `${change.right} ${change.changed_at}`}
      plain
    />
  );
}

function useColumns(structureId: string): Column<RightChange>[] {
  const t = useTexts(texts).sheet;
  const words = useTexts(services);
  const format = useFormat();
  const users = useUsers(structureId).data;
  return useMemo(() => {
    const what = ({ right, held }: RightChange) => {
      const [name = right] = namesOf([right], words);
      return held ? t.opened(name) : t.closed(name);
    };
    const who = ({ changed_by }: RightChange) =>
      users?.find((user) => user.person_id === changed_by)?.name ?? (changed_by ? t.nobody : t.theBank);
    return [
      {
        id: "when",
        header: t.when,
        value: (change) => change.changed_at,
        words: (instant) => format.instant(instant),
      },
      { id: "what", header: t.what, value: what },
      { id: "who", header: t.byWhom, value: who },
      { id: "why", header: t.why, value: (change) => change.reason },
    ];
  }, [t, words, format, users]);
}
