/** A page: its name in the window's title and in the one h1, which takes the focus when somebody comes from another. */
import { Group, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";
import classes from "./Page.module.css";

type PageProps = {
  title: string;
  lead?: ReactNode;
  /** Buttons beside the title */
  actions?: ReactNode;
  narrow?: boolean;
  children: ReactNode;
};

let isFirst = true;

export function Page({ title, lead, actions, narrow = false, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – Espace Prêts`;
  }, [title]);
  useEffect(() => {
    if (!isFirst) heading.current?.focus();
    isFirst = false;
  }, []);
  return (
    <Stack gap="lg" className={narrow ? classes.narrow : classes.wide}>
      <Group justify="space-between" align="flex-start">
        <Stack gap={6} className={classes.heading}>
          <Title order={1} tabIndex={-1} ref={heading} className={classes.title}>
            {title}
          </Title>
          {lead && (
            <Text c="dimmed" component="div">
              {lead}
            </Text>
          )}
        </Stack>
        {actions && <Group>{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}
