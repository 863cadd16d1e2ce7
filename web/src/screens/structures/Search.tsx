/** Finding a structure as one types: a field and the list of what it finds. */
import { Badge, Combobox, Group, Loader, Paper, Text, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { Failure } from "../../ui/states";
import { groupedSiret } from "./numbers";
import classes from "./Search.module.css";
import { texts } from "./texts";
import { type Found, TYPED_CHARACTERS_MIN, useFindings } from "./useStructures";

const PAUSE_MILLISECONDS = 250;

type SearchProps = { typed: string; setTyped: (typed: string) => void; choose: (siret: string) => void };

export function Search({ typed, setTyped, choose }: SearchProps) {
  const t = useTexts(texts).join;
  const [asked] = useDebouncedValue(typed.trim(), PAUSE_MILLISECONDS);
  const findings = useFindings(asked);
  const isAsked = asked.length >= TYPED_CHARACTERS_MIN;
  const found = isAsked ? (findings.data ?? []) : [];
  const [open, setOpen] = useState(false);
  const combobox = useCombobox({ opened: open && found.length > 0, onOpenedChange: setOpen });
  const { resetSelectedOption } = combobox;
  // biome-ignore lint/correctness/useExhaustiveDependencies: other results, other lines: none is chosen yet.
  useEffect(() => resetSelectedOption(), [findings.data]);
  const change = (value: string) => {
    setTyped(value);
    setOpen(true);
  };
  return (
    <Paper withBorder p={{ base: "md", sm: "xl" }}>
      <Combobox store={combobox} onOptionSubmit={choose} withinPortal={false}>
        <Combobox.Target withExpandedAttribute>
          <TextInput
            label={t.search}
            description={t.searchHelp}
            value={typed}
            onChange={(event) => change(event.currentTarget.value)}
            onFocus={() => setOpen(true)}
            onBlur={() => setOpen(false)}
            rightSection={isAsked && findings.isFetching && <Loader size="xs" aria-hidden />}
            aria-autocomplete="list"
            autoComplete="off"
            spellCheck={false}
            maxLength={150}
            size="md"
          />
        </Combobox.Target>
        <Combobox.Dropdown>
          <Combobox.Options aria-label={t.results} className={classes.options}>
            {found.map((each) => (
              <Combobox.Option key={each.siret} value={each.siret}>
                <Line found={each} />
              </Combobox.Option>
            ))}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      <Text role="status" size="sm" c="dimmed" mt="sm">
        <Told
          isAsked={isAsked}
          isFetching={findings.isFetching}
          count={found.length}
          failed={!!findings.error}
        />
      </Text>
      {findings.error && <Failure error={findings.error} retry={() => void findings.refetch()} />}
    </Paper>
  );
}

type ToldProps = { isAsked: boolean; isFetching: boolean; count: number; failed: boolean };

/** What somebody who does not see the list is told of it. */
function Told({ isAsked, isFetching, count, failed }: ToldProps) {
  const t = useTexts(texts).join;
  const format = useFormat();
  if (!isAsked || failed) return null;
  if (count > 0) return t.found(format.plural(count, t.one, t.several));
  return isFetching ? t.searching : t.nothing;
}

function Line({ found }: { found: Found }) {
  const t = useTexts(texts);
  return (
    <div>
      <Group gap={6}>
        <Text span fw={600}>
          {found.name}
        </Text>
        {found.is_closed && (
          <Badge size="sm" color="red" variant="light">
            {t.join.closed}
          </Badge>
        )}
        {found.is_client && (
          <Badge size="sm" variant="light">
            {t.join.isClient}
          </Badge>
        )}
      </Group>
      <Text span size="sm" display="block">
        {[found.sign, found.address || t.masked].filter(Boolean).join(" · ")}
      </Text>
      <Text span size="sm" c="dimmed">
        {t.siret} {groupedSiret(found.siret)}
      </Text>
    </div>
  );
}
