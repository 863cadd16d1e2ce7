/** What other terms would change of a loan: in words, in a few figures, instalment by instalment. */
import { Stack, Text, Title } from "@mantine/core";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { ChartWithTable } from "../../../ui/chart/ChartWithTable";
import { Facts } from "../../../ui/Facts";
import { compared } from "../../borrower/compared";
import { useComparedColumns } from "../../borrower/LoanRevisions";
import { texts as life } from "../../borrower/life/texts";
import { type Agreed, agreedInWords } from "../../borrower/termsInWords";
import { texts as borrower } from "../../borrower/texts";
import type { Row } from "../../borrower/useLoan";
import { useIndexName } from "../../borrower/words";
import { leftAfter, totalInterest } from "./otherTerms";
import { texts } from "./rearrangeTexts";
import type { Preview } from "./useActs";

export function WouldChange({ preview, agreed }: { preview: Preview; agreed: Agreed }) {
  const t = useTexts(texts);
  return (
    <Stack component="section" aria-label={t.result} role="status">
      <Title order={2} size="h4">
        {t.result}
      </Title>
      <InWords agreed={agreed} />
      <Figures preview={preview} />
      <Instalments preview={preview} />
    </Stack>
  );
}

function InWords({ agreed }: { agreed: Agreed }) {
  const t = useTexts(texts);
  const format = useFormat();
  const indexName = useIndexName();
  const words = { ...useTexts(borrower), agreed: useTexts(life).agreed };
  return <Text>{[...agreedInWords(agreed, words, format, indexName), t.sameTerms].join(" ")}</Text>;
}

function Figures({ preview: { before, after } }: { preview: Preview }) {
  const t = useTexts(texts);
  const format = useFormat();
  const arrow = (told: (rows: readonly Row[]) => string) => `${told(before)} → ${told(after)}`;
  const day = (row: Row | undefined) => (row ? format.day(row.due_on) : "–");
  return (
    <Facts
      facts={[
        [t.nextInstalment, arrow((rows) => (rows[0] ? format.money(rows[0].instalment) : "–"))],
        [t.lastDue, arrow((rows) => day(rows.at(-1)))],
        [t.instalments, arrow((rows) => format.number(leftAfter(rows, "")))],
        [t.interest, arrow((rows) => format.money(totalInterest(rows)))],
      ]}
    />
  );
}

function Instalments({ preview: { before, after } }: { preview: Preview }) {
  const t = useTexts(borrower).one;
  const format = useFormat();
  const columns = useComparedColumns();
  const [was, is] = [before[0], after[0]];
  if (!was || !is) return null;
  return (
    <ChartWithTable
      title={t.compared}
      summary={t.comparedSummary(format.money(was.instalment), format.money(is.instalment))}
      rows={compared(before, after)}
      columns={columns}
      rowId={(row) => row.due_on}
      x="due_on"
      series={["before", "after"]}
      kind="line"
      order={3}
    />
  );
}
