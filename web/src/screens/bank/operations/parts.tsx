/** What the parts of the screen of operations share. */
import { Stack, Title } from "@mantine/core";
import type { ReactNode } from "react";
import type { Column } from "../../../ui/table/DataTable";
import type { ServiceName } from "./useOperations";

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack>
      <Title order={2} size="h4">
        {title}
      </Title>
      {children}
    </Stack>
  );
}

export function serviceColumn<Row extends { service: ServiceName }>(
  header: string,
  names: Record<ServiceName, string>,
): Column<Row> {
  return {
    id: "service",
    header,
    value: (row) => row.service,
    words: (service) => names[service as ServiceName],
  };
}
