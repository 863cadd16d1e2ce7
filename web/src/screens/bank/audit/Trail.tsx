/** Who did what, to whom, when and from where: the trail of each service that keeps one, and its proof. */
import { Alert, Button, Code, NativeSelect, Paper, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useMemo, useState } from "react";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { Icon } from "../../../ui/icons";
import { Page } from "../../../ui/Page";
import { Refusal } from "../../../ui/states";
import { PagedTable } from "../../../ui/table/PagedTable";
import { actName, useActColumns } from "./actColumns";
import { texts } from "./texts";
import { type Keeper, type Search, TRAILS, useActNames, useActs, useVerify } from "./useTrail";

export default function Trail() {
  const t = useTexts(texts);
  const [keeper, setKeeper] = useState<Keeper>(TRAILS[0] ?? "identity");
  const [search, setSearch] = useState<Search>({});
  const change = (chosen: Keeper) => {
    setKeeper(chosen);
    setSearch({});
  };
  return (
    <Page title={t.title} lead={t.lead}>
      <NativeSelect
        label={t.whose}
        data={TRAILS.map((value) => ({ value, label: t.keepers[value] }))}
        value={keeper}
        onChange={(event) => change(event.currentTarget.value as Keeper)}
        maw={320}
      />
      <SearchForm key={keeper} keeper={keeper} look={setSearch} />
      <Acts keeper={keeper} search={search} />
      <Proof key={`proof ${keeper}`} keeper={keeper} />
    </Page>
  );
}

const NOTHING = { act: "", done_by: "", subject_id: "", structure_id: "", since: "", before: "" };
const IDS = ["done_by", "subject_id", "structure_id"] as const;
const DAYS = ["since", "before"] as const;
/** An id as people copy it, with what a slip of the mouse takes along. */
const ID = "\\s*[0-9a-fA-F\\-]{36}\\s*";

function SearchForm({ keeper, look }: { keeper: Keeper; look: (search: Search) => void }) {
  const t = useTexts(texts);
  const names = useActNames(keeper);
  const [typed, setTyped] = useState(NOTHING);
  const change = (part: Partial<typeof NOTHING>) => setTyped((before) => ({ ...before, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    look(asked(typed));
  };
  return (
    <Paper component="form" withBorder p="md" aria-label={t.search.title} onSubmit={submit}>
      <Stack>
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
          <NativeSelect
            label={t.act}
            data={[
              { value: "", label: t.search.any },
              ...(names.data?.items ?? []).map((value) => ({ value, label: actName(t.acts, value) })),
            ]}
            value={typed.act}
            onChange={(event) => change({ act: event.currentTarget.value })}
          />
          {DAYS.map((day) => (
            <TextInput
              key={day}
              type="date"
              label={t.search[day]}
              value={typed[day]}
              onChange={(event) => change({ [day]: event.currentTarget.value })}
            />
          ))}
          {IDS.map((id) => (
            <TextInput
              key={id}
              label={t.search[id]}
              placeholder={t.search.id}
              pattern={ID}
              value={typed[id]}
              onChange={(event) => change({ [id]: event.currentTarget.value })}
            />
          ))}
        </SimpleGrid>
        <Button type="submit" style={{ alignSelf: "flex-start" }}>
          {t.search.submit}
        </Button>
      </Stack>
    </Paper>
  );
}

/** Days are whole days where the reader is; both ends count. */
function asked({ since, before, ...rest }: typeof NOTHING): Search {
  const filled = Object.entries(rest).filter(([, value]) => value.trim());
  const after = before && new Date(`${before}T00:00`);
  if (after) after.setDate(after.getDate() + 1);
  return {
    ...Object.fromEntries(filled.map(([name, value]) => [name, value.trim()])),
    ...(since && { since: new Date(`${since}T00:00`).toISOString() }),
    ...(after && { before: after.toISOString() }),
  };
}

function Acts({ keeper, search }: { keeper: Keeper; search: Search }) {
  const t = useTexts(texts);
  const query = useActs(keeper, search);
  const acts = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  return (
    <PagedTable
      name={`journal-${keeper}`}
      caption={t.title}
      query={query}
      columns={useActColumns(acts)}
      rowId={(act) => String(act.number)}
      none={t.none}
      icon="shield"
      more={t.more}
    />
  );
}

function Proof({ keeper }: { keeper: Keeper }) {
  const t = useTexts(texts).proof;
  const format = useFormat();
  const verify = useVerify(keeper);
  const found = verify.data;
  return (
    <Paper component="section" withBorder p="md" aria-label={t.title}>
      <Stack align="flex-start">
        <Text>{t.help}</Text>
        <Button variant="default" loading={verify.isPending} onClick={() => verify.mutate()}>
          {t.verify}
        </Button>
        <Refusal error={verify.error} />
        {found && (
          <Alert
            role="status"
            color={found.intact ? "teal" : "red"}
            icon={<Icon name={found.intact ? "check" : "warning"} />}
          >
            {found.intact ? t.intact(format.number(found.acts)) : t.broken(String(found.broken_at))}
            <br />
            {t.head} <Code style={{ overflowWrap: "anywhere" }}>{found.head}</Code>
          </Alert>
        )}
      </Stack>
    </Paper>
  );
}
