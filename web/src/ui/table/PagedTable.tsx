/** A table of what a service gives a page at a time: the first page, and the next ones when asked for. */
import { Button, Group, Stack } from "@mantine/core";
import { type ComponentProps, useMemo } from "react";
import type { IconName } from "../icons";
import { Empty, Failure, Waiting } from "../states";
import { DataTable } from "./DataTable";

type Pages<Row> = {
  data: { pages: { items: Row[] }[] } | undefined;
  error: Error | null;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  refetch: () => Promise<unknown>;
  fetchNextPage: () => Promise<unknown>;
};

type Props<Row> = Omit<ComponentProps<typeof DataTable<Row>>, "rows"> & {
  query: Pages<Row>;
  /** What is said, under which icon, when there is nothing. */
  none: string;
  icon: IconName;
  /** What the button says that asks for the next page. */
  more: string;
};

export function PagedTable<Row>({ query, none, icon, more, ...table }: Props<Row>) {
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  if (query.error) return <Failure error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Waiting lines={6} />;
  if (rows.length === 0) return <Empty icon={icon}>{none}</Empty>;
  return (
    <Stack>
      <DataTable {...table} rows={rows} />
      {query.hasNextPage && (
        <Group>
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {more}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
