/** The early repayments that were asked for, the newest first, and what became of each. */
import { Badge, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { Confirm } from "../../../ui/Confirm";
import { focusHeading } from "../../../ui/InPlace";
import { Loaded } from "../../../ui/states";
import { tell } from "../../../ui/tell";
import { texts } from "./actTexts";
import { type Request, useAgree, useRequests, useWithdraw } from "./useActs";

const COLOURS = { asked: "yellow", agreed: "teal", withdrawn: "gray" } as const;

type RequestsProps = { loanNumber: string; mayAgree: boolean };

export function Requests({ loanNumber, mayAgree }: RequestsProps) {
  const t = useTexts(texts).repayment;
  return (
    <Stack component="section" aria-label={t.requests}>
      <Title order={3} size="h4">
        {t.requests}
      </Title>
      <Loaded query={useRequests(loanNumber)}>
        {(all) =>
          all.length === 0 ? (
            <Text c="dimmed">{t.noRequests}</Text>
          ) : (
            all
              .toReversed()
              .map((each) => (
                <Asked key={each.request_id} loanNumber={loanNumber} asked={each} mayAgree={mayAgree} />
              ))
          )
        }
      </Loaded>
    </Stack>
  );
}

function Asked({ loanNumber, asked, mayAgree }: RequestsProps & { asked: Request }) {
  const t = useTexts(texts).repayment;
  const format = useFormat();
  const { money } = format;
  return (
    <Paper withBorder p="md">
      <Stack gap="xs">
        <Group justify="space-between">
          <Text fw={650}>{t.of(money(asked.principal), format.day(asked.on))}</Text>
          <Badge color={COLOURS[asked.state]} variant="light">
            {t.states[asked.state]}
          </Badge>
        </Group>
        <Text>
          {t.cost(money(asked.total), money(asked.indemnity), money(asked.accrued_interest))}{" "}
          {t.left(money(asked.outstanding))}
        </Text>
        <Text size="sm" c="dimmed">
          {t.askedAt(format.instant(asked.asked_at))}
        </Text>
        {mayAgree && asked.state === "asked" && (
          <Group>
            <Agree loanNumber={loanNumber} asked={asked} />
            <Withdraw loanNumber={loanNumber} asked={asked} />
          </Group>
        )}
      </Stack>
    </Paper>
  );
}

type DecideProps = { loanNumber: string; asked: Request };

function Agree({ loanNumber, asked }: DecideProps) {
  const t = useTexts(texts).repayment;
  const format = useFormat();
  const agree = useAgree(loanNumber, asked.request_id);
  return (
    <Confirm
      label={t.agree}
      title={t.agreeTitle}
      confirm={t.agree}
      act={(close) => agree.mutate(undefined, { onSuccess: () => over(close, t.agreed) })}
      isPending={agree.isPending}
      error={agree.error}
      reset={agree.reset}
      danger={false}
    >
      <Text>{t.agreeFollows(format.money(asked.total), format.day(asked.on))}</Text>
    </Confirm>
  );
}

function Withdraw({ loanNumber, asked }: DecideProps) {
  const t = useTexts(texts).repayment;
  const withdraw = useWithdraw(loanNumber, asked.request_id);
  return (
    <Confirm
      label={t.withdraw}
      title={t.withdrawTitle}
      confirm={t.withdraw}
      act={(close) => withdraw.mutate(undefined, { onSuccess: () => over(close, t.withdrawn) })}
      isPending={withdraw.isPending}
      error={withdraw.error}
      reset={withdraw.reset}
    >
      <Text>{t.withdrawFollows}</Text>
    </Confirm>
  );
}

/** The buttons go with the state that they changed. */
function over(close: () => void, said: string): void {
  close();
  tell(said);
  focusHeading();
}
