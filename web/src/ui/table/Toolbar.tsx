/** The tools above a table: search, filters, groups, columns, views, export. */
import { ActionIcon, Button, Checkbox, Group, Menu, Popover, Stack, Text, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useFormat } from "../../i18n/format";
import { useLanguage } from "../../i18n/language";
import { useTexts } from "../../i18n/texts";
import { download } from "../download";
import { Icon } from "../icons";
import type { Column } from "./columns";
import { csv } from "./csv";
import { Filters } from "./Filters";
import type { ValuesOf } from "./model";
import { texts } from "./texts";
import { forgetView, isOpen, savedViews, saveView, type View } from "./views";

type ToolbarProps<Row> = {
  name: string;
  columns: readonly Column<Row>[];
  visible: readonly Column<Row>[];
  all: readonly Row[];
  valuesOf: ValuesOf<Row>;
  kept: readonly Row[];
  view: View;
  change: (changes: Partial<View>) => void;
  clear: () => void;
  children?: ReactNode;
};

export function Toolbar<Row>(props: ToolbarProps<Row>) {
  const { view, change, all, kept } = props;
  const t = useTexts(texts);
  const format = useFormat();
  const language = useLanguage();
  const isNarrowed = view.search !== "" || kept.length !== all.length || view.group !== null;
  const counted = t.rows(format.number(kept.length), format.plural(all.length, t.row, t.rowPlural));
  return (
    <Group gap="xs" data-print="hide">
      <TextInput
        type="search"
        aria-label={t.search}
        placeholder={t.searchHelp}
        leftSection={<Icon name="search" size={16} />}
        value={view.search}
        onChange={(event) => change({ search: event.currentTarget.value })}
        flex="1 1 12rem"
        maw={320}
      />
      <FilterTool {...props} />
      <GroupTool {...props} />
      <ColumnTool {...props} />
      <ViewTool {...props} />
      <Button
        variant="default"
        leftSection={<Icon name="download" size={16} />}
        onClick={() => download(`${props.name}.csv`, csv(props.visible, kept, language), "text/csv")}
      >
        {t.export}
      </Button>
      {props.children}
      <Group gap={6}>
        <Text size="sm" c="dimmed" role="status">
          {kept.length === all.length ? format.plural(all.length, t.row, t.rowPlural) : counted}
        </Text>
        {isNarrowed && (
          <Button variant="subtle" size="compact-sm" onClick={props.clear}>
            {t.clear}
          </Button>
        )}
      </Group>
    </Group>
  );
}

function FilterTool<Row>({ columns, valuesOf, view, change }: ToolbarProps<Row>) {
  const t = useTexts(texts);
  const count = Object.values(view.filters).filter((filter) => !isOpen(filter)).length;
  return (
    <Popover position="bottom-start" width={340} trapFocus withRoles>
      <Popover.Target>
        <Button
          variant={count ? "light" : "default"}
          leftSection={<Icon name="filter" size={16} />}
          data-tool="filters"
        >
          {count ? t.filtersActive(count) : t.filters}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t.filters}>
        <Filters
          columns={columns}
          valuesOf={valuesOf}
          filters={view.filters}
          change={(filters) => change({ filters })}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

function GroupTool<Row>({ columns, view, change }: ToolbarProps<Row>) {
  const t = useTexts(texts);
  const groups = columns.filter((column) => column.choice);
  if (groups.length === 0) return null;
  const chosen = groups.find((column) => column.id === view.group);
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button variant={chosen ? "light" : "default"} leftSection={<Icon name="group" size={16} />}>
          {chosen ? `${t.group} : ${chosen.header}` : t.group}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={view.group ?? ""} onChange={(id) => change({ group: id || null })}>
          {[{ id: "", header: t.noGroup }, ...groups].map(({ id, header }) => (
            <Menu.RadioItem key={id} value={id} closeMenuOnClick>
              {header}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}

function ColumnTool<Row>({ columns, view, change }: ToolbarProps<Row>) {
  const t = useTexts(texts);
  const toggle = (id: string) =>
    change({
      hidden: view.hidden.includes(id) ? view.hidden.filter((each) => each !== id) : [...view.hidden, id],
    });
  return (
    <Popover position="bottom-start" trapFocus withRoles>
      <Popover.Target>
        <Button variant="default" leftSection={<Icon name="columns" size={16} />}>
          {t.columns}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t.columns}>
        <Stack gap="xs">
          {columns.map(({ id, header }) => (
            <Checkbox
              key={id}
              label={header}
              checked={!view.hidden.includes(id)}
              disabled={!view.hidden.includes(id) && view.hidden.length === columns.length - 1}
              onChange={() => toggle(id)}
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function ViewTool<Row>({ name: table, view, change }: ToolbarProps<Row>) {
  const t = useTexts(texts);
  const [views, setViews] = useState(() => savedViews(table));
  const [name, setName] = useState("");
  const save = () => {
    setViews(saveView(table, { name: name.trim(), view }));
    setName("");
  };
  return (
    <Popover position="bottom-start" width={300} trapFocus withRoles>
      <Popover.Target>
        <Button variant="default" leftSection={<Icon name="bookmark" size={16} />}>
          {t.views}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t.views}>
        <Stack gap="xs">
          {views.length === 0 && (
            <Text size="sm" c="dimmed">
              {t.noViews}
            </Text>
          )}
          {views.map((saved) => (
            <Group key={saved.name} gap={4} wrap="nowrap">
              <Button variant="subtle" flex={1} justify="flex-start" onClick={() => change(saved.view)}>
                {saved.name}
              </Button>
              <ActionIcon
                variant="subtle"
                color="red"
                aria-label={t.forget(saved.name)}
                onClick={() => setViews(forgetView(table, saved.name))}
              >
                <Icon name="trash" size={16} />
              </ActionIcon>
            </Group>
          ))}
          <TextInput
            label={t.viewName}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button onClick={save} disabled={name.trim() === ""}>
            {t.saveView}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
