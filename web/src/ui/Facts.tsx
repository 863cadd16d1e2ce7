/** Names and values side by side, as many as the page has room for. */
import type { ReactNode } from "react";
import classes from "./Facts.module.css";

export function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) => (
        <div key={name} data-long={isLong(value) || undefined}>
          <dt>{name}</dt>
          <dd>{value || "–"}</dd>
        </div>
      ))}
    </dl>
  );
}

const LONG_CHARACTERS = 60;

function isLong(value: ReactNode): boolean {
  return typeof value === "string" && value.length > LONG_CHARACTERS;
}
