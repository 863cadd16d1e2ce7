/** The e-mails that went to somebody about their account: that they went, and not what they said. */
import { Text } from "@mantine/core";
import { useMemo } from "react";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { Part } from "../../../ui/Part";
import { Loaded } from "../../../ui/states";
import { type Column, DataTable } from "../../../ui/table/DataTable";
import { texts } from "./texts";
import { type AccountMail, useAccountMails } from "./usePeople";

export function Mails({ personId }: { personId: string }) {
  const t = useTexts(texts).mails;
  const columns = useColumns();
  return (
    <Part title={t.title}>
      <Loaded query={useAccountMails(personId)} lines={4}>
        {(mails) =>
          mails.length > 0 ? (
            <DataTable
              name="e-mails-du-compte"
              caption={t.title}
              rows={mails}
              columns={columns}
              rowId={(mail) => mail.mail_id}
              plain
            />
          ) : (
            <Text c="dimmed">{t.none}</Text>
          )
        }
      </Loaded>
    </Part>
  );
}

function useColumns(): readonly Column<AccountMail>[] {
  const t = useTexts(texts).mails;
  const format = useFormat();
  return useMemo(() => {
    const abouts: Record<string, string> = t.abouts;
    const states: Record<string, string> = t.states;
    return [
      { id: "at", header: t.at, value: (mail) => mail.created_at, words: (at) => format.instant(at) },
      {
        id: "about",
        header: t.about,
        value: (mail) => mail.about,
        words: (about) => abouts[about] ?? about,
      },
      { id: "state", header: t.state, value: (mail) => mail.state, words: (state) => states[state] ?? state },
      { id: "attempts", header: t.attempts, kind: "number", value: (mail) => mail.attempts },
      { id: "error", header: t.error, value: (mail) => mail.error, long: true },
    ];
  }, [t, format]);
}
