/** Call what falls due up to a day, or in the days to come, once somebody has read what follows from it. */
import { Group, Input, NumberInput, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { Confirm } from "../../../ui/Confirm";
import { Part } from "../../../ui/Part";
import { texts } from "./texts";
import { type Billing, type Report, useCall } from "./useBilling";

const DAYS_AHEAD = 30;
const DAYS_AHEAD_MAX = 100;

type How = "days" | "day";

export function Call() {
  const t = useTexts(texts).call;
  const [how, setHow] = useState<How>("days");
  const [days, setDays] = useState<number | string>(DAYS_AHEAD);
  const [day, setDay] = useState("");
  const isSaid = how === "days" ? days !== "" : day !== "";
  return (
    <Part title={t.title}>
      <Stack maw={480} align="flex-start">
        <Input.Wrapper label={t.until} labelElement="div">
          <SegmentedControl
            orientation="vertical"
            fullWidth
            aria-label={t.until}
            data={(["days", "day"] as const).map((value) => ({ value, label: t.choices[value] }))}
            value={how}
            onChange={(chosen) => setHow(chosen as How)}
          />
        </Input.Wrapper>
        {how === "days" ? (
          <NumberInput
            label={t.days}
            min={0}
            max={DAYS_AHEAD_MAX}
            allowDecimal={false}
            value={days}
            onChange={setDays}
          />
        ) : (
          <TextInput
            type="date"
            label={t.day}
            value={day}
            onChange={(event) => setDay(event.currentTarget.value)}
          />
        )}
      </Stack>
      <CallNow billing={how === "days" ? { days_ahead: Number(days) } : { due_until: day }} isSaid={isSaid} />
    </Part>
  );
}

function CallNow({ billing, isSaid }: { billing: Billing; isSaid: boolean }) {
  const t = useTexts(texts).call;
  const format = useFormat();
  const call = useCall();
  const follows =
    billing.days_ahead === undefined
      ? t.followsDay(billing.due_until ? format.day(billing.due_until) : "")
      : t.followsDays(format.plural(billing.days_ahead, t.oneDay, t.manyDays));
  return (
    <>
      <Group>
        <Confirm
          label={t.label}
          title={t.question}
          confirm={t.label}
          act={(close) => call.mutate(billing, { onSuccess: close })}
          isPending={call.isPending}
          error={call.error}
          reset={call.reset}
          danger={false}
          button={{ variant: "filled", disabled: !isSaid }}
        >
          <Text>{follows}</Text>
          <Text>{t.frozen}</Text>
        </Confirm>
      </Group>
      <div role="status">{call.data && <Outcome report={call.data} />}</div>
    </>
  );
}

function Outcome({ report }: { report: Report }) {
  const t = useTexts(texts).call;
  const format = useFormat();
  const day = format.day(report.due_until);
  if (report.instalments === 0) return t.nothing(day);
  const called = format.plural(report.instalments, t.instalment, t.instalments);
  return t.done(called, format.money(report.amount), day);
}
