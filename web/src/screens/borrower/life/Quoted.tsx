/** What an early repayment costs, part by part, and what the loan would be after it. */
import { Stack, Text, Title } from "@mantine/core";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { Tiles } from "../Tiles";
import { texts } from "./texts";
import type { Question, Quote } from "./useLife";

type QuotedProps = { quote: Quote; question: Question | undefined };

export function Quoted({ quote, question }: QuotedProps) {
  const t = useTexts(texts).quote;
  const format = useFormat();
  const { money } = format;
  const kind = question?.indemnity?.kind ?? "six_months";
  const next = quote.next_instalment;
  return (
    <Stack component="section" aria-label={t.result} role="status">
      <Title order={3} size="h4">
        {t.result}
      </Title>
      <Tiles
        tiles={[
          { name: t.total, value: money(quote.total), note: format.day(quote.on) },
          { name: t.principal, value: money(quote.principal) },
          { name: t.accrued, value: money(quote.accrued_interest), note: t.accruedHelp },
          ...(Number(quote.deferred_interest) > 0
            ? [{ name: t.deferred, value: money(quote.deferred_interest), note: t.deferredHelp }]
            : []),
          { name: t.indemnity, value: money(quote.indemnity) },
        ]}
      />
      <Text>{t.indemnities[kind]}</Text>
      <Title order={4} size="h5">
        {t.after}
      </Title>
      <Text>
        {next && quote.last_due_on
          ? `${t.left(money(quote.outstanding))} ${t.next(money(next.instalment), format.day(next.due_on), format.day(quote.last_due_on))}`
          : t.nothingAfter}
      </Text>
    </Stack>
  );
}
