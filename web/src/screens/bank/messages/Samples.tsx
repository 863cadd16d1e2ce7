/** Every message that the portal can write, to be read before anybody gets one. */
import { Anchor } from "@mantine/core";
import { useMemo } from "react";
import { Link } from "react-router";
import { useTexts } from "../../../i18n/texts";
import { Page } from "../../../ui/Page";
import { Loaded } from "../../../ui/states";
import { type Column, DataTable } from "../../../ui/table/DataTable";
import { texts } from "./texts";
import { type Sample, useSamples } from "./useMessages";

export default function Samples() {
  const t = useTexts(texts);
  const columns = useColumns();
  const back = (
    <Anchor component={Link} to="/banque/courriers">
      {t.messages}
    </Anchor>
  );
  return (
    <Page title={t.samples.title} lead={t.samples.lead} actions={back}>
      <Loaded query={useSamples()} lines={8}>
        {(samples) => (
          <DataTable
            name="modeles"
            caption={t.samples.list}
            rows={samples}
            columns={columns}
            rowId={(sample) => sample.name}
          />
        )}
      </Loaded>
    </Page>
  );
}

function useColumns(): readonly Column<Sample>[] {
  const t = useTexts(texts);
  return useMemo(() => {
    const templates: Record<string, string> = t.templates;
    return [
      {
        id: "subject",
        header: t.samples.subject,
        value: (sample) => sample.subject,
        long: true,
        show: (sample) => (
          <Anchor component={Link} to={`/banque/modeles/${sample.name}`} inherit lang="fr">
            {sample.subject}
          </Anchor>
        ),
      },
      { id: "name", header: t.samples.name, value: (sample) => sample.name },
      {
        id: "about",
        header: t.samples.about,
        value: (sample) => sample.template ?? "account",
        words: (about) => (about === "account" ? t.samples.account : (templates[about] ?? about)),
        choice: true,
      },
      {
        id: "ways",
        header: t.samples.ways,
        value: ({ ways: [first = "email", ...others] }) =>
          others.length > 0 ? t.samples.both : t.kinds[first],
        choice: true,
      },
    ];
  }, [t]);
}
