/** An e-mail as its reader sees it: in a frame that runs nothing and fetches nothing. */
import { Anchor, Stack } from "@mantine/core";
import classes from "./MailFrame.module.css";

export function MailFrame({ address, title, open }: { address: string; title: string; open: string }) {
  return (
    <Stack gap="xs">
      <iframe sandbox="" src={address} title={title} className={classes.frame} />
      <Anchor href={address} target="_blank">
        {open}
      </Anchor>
    </Stack>
  );
}
