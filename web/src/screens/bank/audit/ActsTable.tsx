/** A few acts of an audit trail, among other things about somebody. */
import { Text } from "@mantine/core";
import { useTexts } from "../../../i18n/texts";
import { DataTable } from "../../../ui/table/DataTable";
import { useActColumns } from "./actColumns";
import { texts } from "./texts";
import type { Act } from "./useTrail";

const SHOWN: readonly string[] = ["at", "act", "by", "facts", "origin"];

export function ActsTable({ name, caption, acts }: { name: string; caption: string; acts: readonly Act[] }) {
  const t = useTexts(texts);
  const columns = useActColumns(acts);
  if (acts.length === 0) return <Text c="dimmed">{t.none}</Text>;
  return (
    <DataTable
      name={name}
      caption={caption}
      rows={acts}
      columns={columns.filter((column) => SHOWN.includes(column.id))}
      rowId={(act) => String(act.number)}
      plain
    />
  );
}
