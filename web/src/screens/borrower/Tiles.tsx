/** A few figures, large. */
import { Paper, Text } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./borrower.module.css";

export type Tile = { name: string; value: string; note?: ReactNode };

export function Tiles({ tiles }: { tiles: readonly Tile[] }) {
  return (
    <dl className={classes.tiles}>
      {tiles.map(({ name, value, note }) => (
        <Paper key={name} withBorder p="md">
          <Text component="dt" size="sm" c="dimmed">
            {name}
          </Text>
          <dd className={classes.value}>
            {value}
            {note && (
              <Text component="span" display="block" size="sm" c="dimmed" fw={400}>
                {note}
              </Text>
            )}
          </dd>
        </Paper>
      ))}
    </dl>
  );
}
