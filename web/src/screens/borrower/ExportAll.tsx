/** The schedules of all loans as one file: asked for, followed while it is written, taken. */
import { Button, Menu, Progress, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { Icon } from "../../ui/icons";
import { Failure, Refusal } from "../../ui/states";
import { Window } from "../../ui/Window";
import { texts } from "./texts";
import { type Export, useExport, useOrderExport } from "./useExport";
import { FILE_FORMATS } from "./useLoan";
import type { Side } from "./usePortfolio";

export function ExportAll({ side, structureId }: { side: Side; structureId: string }) {
  const t = useTexts(texts).exports;
  const [opened, setOpened] = useState(false);
  const order = useOrderExport(side, structureId);
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button variant="default" leftSection={<Icon name="file" size={16} />}>
            {t.all}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {FILE_FORMATS.map((format) => (
            <Menu.Item
              key={format}
              onClick={() => {
                setOpened(true);
                order.mutate(format);
              }}
            >
              {t.formatsOfAll[format]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Window opened={opened} title={t.all} onClose={() => setOpened(false)}>
        <Stack>
          <Text size="sm">{t.allHelp[side]}</Text>
          <Refusal error={order.error} />
          {order.isPending && <Progress value={100} animated aria-label={t.running} />}
          {order.data && <Written ordered={order.data} />}
        </Stack>
      </Window>
    </>
  );
}

function Written({ ordered }: { ordered: Export }) {
  const t = useTexts(texts).exports;
  const format = useFormat();
  const { data: running, error, refetch } = useExport(ordered);
  const { loans_done: done, loans_total: total, state } = running;
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (state === "failed") return <Text role="alert">{t.failed}</Text>;
  const percent = total ? (100 * done) / total : 100;
  return (
    <Stack gap="xs" role="status">
      <Progress value={state === "completed" ? 100 : percent} aria-label={t.running} />
      <Text size="sm">
        {state === "completed" ? t.ready : t.progress(format.number(done), format.number(total))}
      </Text>
      {state === "completed" && (
        <Button
          component="a"
          href={`/api/lending/exports/${running.export_id}/file`}
          download
          leftSection={<Icon name="download" size={16} />}
        >
          {t.get}
        </Button>
      )}
    </Stack>
  );
}
