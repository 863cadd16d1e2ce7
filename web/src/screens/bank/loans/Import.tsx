/** Loan lines from a file: the good ones enter, each of the others is reported. */
import { Anchor } from "@mantine/core";
import { Link } from "react-router";
import { answerOf, lending } from "../../../api/clients";
import { useRefresh } from "../../../api/refresh";
import { useTexts } from "../../../i18n/texts";
import { ImportLines } from "../../../ui/lines/ImportLines";
import type { ImportReport } from "../../../ui/lines/useSending";
import { Page } from "../../../ui/Page";
import { texts } from "./texts";

export default function Import() {
  const t = useTexts(texts);
  const refresh = useRefresh(["lending"]);
  return (
    <Page
      title={t.importTitle}
      lead={
        <>
          {t.importLead}{" "}
          <Anchor component={Link} to="/banque/prets" underline="always">
            {t.back}
          </Anchor>
        </>
      }
    >
      <ImportLines send={send} done={refresh} />
    </Page>
  );
}

/** As JSON lines: what cannot be read is reported line by line, too. */
function send(lines: string): Promise<ImportReport> {
  return answerOf(
    lending.POST("/imports", {
      body: lines as never,
      bodySerializer: (body: unknown) => body as string,
      headers: { "Content-Type": "application/x-ndjson" },
    }),
  ) as unknown as Promise<ImportReport>;
}
