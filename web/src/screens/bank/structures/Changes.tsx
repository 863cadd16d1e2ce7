/** Everything that changed what is known of a structure: who, when, and each fact before and after. */
import { useMemo } from "react";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { Part } from "../../../ui/Part";
import { Loaded } from "../../../ui/states";
import { type Column, DataTable } from "../../../ui/table/DataTable";
import { texts as structureTexts } from "../../structures/texts";
import { useNames } from "../useNames";
import { type Difference, differencesOf } from "./differences";
import { texts } from "./texts";
import { type Change, useChanges } from "./useRegister";

export function Changes({ structureId }: { structureId: string }) {
  const t = useTexts(texts).changes;
  return (
    <Part title={t.title}>
      <Loaded query={useChanges(structureId)} lines={4}>
        {(changes) => <List changes={changes} />}
      </Loaded>
    </Part>
  );
}

function List({ changes }: { changes: readonly Change[] }) {
  const t = useTexts(texts).changes;
  const columns = useColumns(changes);
  const rows = useMemo(() => changes.flatMap(differencesOf), [changes]);
  return (
    <DataTable
      name="changements"
      caption={t.title}
      rows={rows}
      columns={columns}
      rowId={({ version, field }) => `${version} ${field}`}
      plain
    />
  );
}

function useColumns(changes: readonly Change[]): readonly Column<Difference>[] {
  const all = useTexts(texts);
  const { sectors } = useTexts(structureTexts);
  const format = useFormat();
  const name = useNames(changes.map((change) => change.changed_by));
  return useMemo(() => {
    const { changes: t, yes, no } = all;
    const fields: Record<string, string> = t.fields;
    const ways: Record<string, string> = t.ways;
    const words: Record<string, string> = { true: yes, false: no, ...sectors };
    const told = (value: string) => words[value] ?? value;
    return [
      { id: "at", header: t.at, value: (row) => row.changedAt, words: (at) => format.instant(at) },
      { id: "what", header: t.what, value: (row) => row.field, words: (field) => fields[field] ?? field },
      { id: "before", header: t.before, value: (row) => row.before, words: told, long: true },
      { id: "after", header: t.after, value: (row) => row.after, words: told, long: true },
      { id: "by", header: t.by, value: (row) => (row.changedBy ? name(row.changedBy) : t.nobody) },
      { id: "through", header: t.through, value: (row) => row.through, words: (way) => ways[way] ?? way },
    ];
  }, [all, sectors, format, name]);
}
