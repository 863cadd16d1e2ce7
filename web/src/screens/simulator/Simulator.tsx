/** The schedule of any loan, before anyone signs it; open to everybody. */
import { Box, Grid, Paper, Stack, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useEffect, useRef, useState } from "react";
import { useTexts } from "../../i18n/texts";
import { Page } from "../../ui/Page";
import { Empty, Refusal } from "../../ui/states";
import { Result } from "./Result";
import { TermsForm } from "./TermsForm";
import { type Typed, termsOf, usualTerms } from "./terms";
import { texts } from "./texts";
import { useSimulate } from "./useSimulation";
import { WhatIf } from "./WhatIf";

const FIRST = "PLUS";

export default function Simulator() {
  const t = useTexts(texts);
  const form = useForm<Typed>({ initialValues: startingTerms() });
  const simulate = useSimulate();
  const [computed, setComputed] = useState<Typed | null>(null);
  const result = useRef<HTMLHeadingElement>(null);
  const submit = form.onSubmit((typed) =>
    simulate.mutate(termsOf(typed), { onSuccess: () => setComputed(typed) }),
  );
  // Once it is on the page: a frame is too early on a slow machine.
  useEffect(() => {
    if (computed && simulate.data) result.current?.focus();
  }, [computed, simulate.data]);
  return (
    <Page title={t.title} lead={t.lead}>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 4 }} data-print="hide">
          <Paper withBorder p="md">
            <form onSubmit={submit}>
              <TermsForm form={form} busy={simulate.isPending} />
            </form>
          </Paper>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Stack gap="lg">
            <Refusal error={simulate.error} />
            {!simulate.data && !simulate.error && (
              <Box visibleFrom="lg" data-print="hide">
                <Empty icon="calculator">{t.notYet}</Empty>
              </Box>
            )}
            {simulate.data && computed && (
              <>
                <Title order={2} tabIndex={-1} ref={result} style={{ outline: "none" }}>
                  {t.result}
                </Title>
                <Result rows={simulate.data.rows} />
                {computed.kind === "index" && <WhatIf typed={computed} rows={simulate.data.rows} />}
              </>
            )}
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  );
}

/** A million of PLUS from the first day of the next month on. */
function startingTerms(): Typed {
  const now = new Date();
  const next = new Date(Date.UTC(now.getFullYear(), now.getMonth() + 1, 1));
  return {
    principal: 1_000_000,
    starts_on: next.toISOString().slice(0, 10),
    fixed: 3,
    deferral: "paid",
    ...usualTerms(FIRST),
  } as Typed;
}
