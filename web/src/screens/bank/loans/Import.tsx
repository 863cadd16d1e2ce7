/** Loan lines from a file: the good ones enter, each of the others is reported. */
import { Anchor } from "@mantine/core";
import { Link } from "react-router";
import { answerOf, lending } from "../../../api/clients";
import { useRefresh } from "../../../api/refresh";
import { useTexts } from "../../../i18n/texts";
import { ImportLines } from "../../../ui/lines/ImportLines";
import { AS_LINES, type Report } from "../../../ui/lines/useImport";
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
      <ImportLines send={send} counts={t.importCounts} done={refresh} />
    </Page>
  );
}

function send(lines: string): Promise<Report<"accepted" | "already_known">> {
  const sent = lending.POST("/imports", { body: lines as never, ...AS_LINES });
  return answerOf(sent) as unknown as ReturnType<typeof send>;
}
