/** Structures from a file: the good lines enter, each of the others is reported. */
import { Anchor } from "@mantine/core";
import { Link } from "react-router";
import { answerOf, structures } from "../../../api/clients";
import { useRefresh } from "../../../api/refresh";
import { useTexts } from "../../../i18n/texts";
import { ImportLines } from "../../../ui/lines/ImportLines";
import { AS_LINES, type Report } from "../../../ui/lines/useImport";
import { Page } from "../../../ui/Page";
import { EXAMPLE } from "./exampleFile";
import { texts } from "./texts";

export default function Import() {
  const { title, imported: t } = useTexts(texts);
  const back = (
    <Anchor component={Link} to="/banque/structures">
      {title}
    </Anchor>
  );
  return (
    <Page title={t.title} lead={back}>
      <ImportLines
        send={send}
        counts={t.counts}
        done={useRefresh(["structures"])}
        example={{ name: "structures.json", content: EXAMPLE }}
      />
    </Page>
  );
}

function send(lines: string): Promise<Report<"recorded" | "changed" | "unchanged">> {
  const sent = structures.POST("/imports", { body: lines as never, ...AS_LINES });
  return answerOf(sent) as unknown as ReturnType<typeof send>;
}
