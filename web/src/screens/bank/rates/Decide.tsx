/** A proposal: approved or rejected by another person, withdrawn by its own. */
import { Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { useWho } from "../../../session/useSession";
import { Confirm } from "../../../ui/Confirm";
import { focusHeading } from "../../../ui/InPlace";
import { tell } from "../../../ui/tell";
import { WithReason } from "../../../ui/WithReason";
import { texts } from "./texts";
import { type Fixing, useApprove, useReject, useWithdraw } from "./useRates";

export function Decide({ fixing }: { fixing: Fixing }) {
  const t = useTexts(texts).fixing;
  const { who } = useWho();
  const isMine = fixing.proposed_by === who.person?.person_id;
  const mayApprove = who.may("rates.approver") && !isMine;
  return (
    <Paper component="section" withBorder p="md" aria-label={t.decision}>
      <Stack>
        <Title order={2} size="h4">
          {t.decision}
        </Title>
        {!mayApprove && <Text>{isMine ? t.own : t.notYours}</Text>}
        <Group>
          {mayApprove && <Approve fixing={fixing} />}
          {mayApprove && <Reject fixingId={fixing.fixing_id} />}
          {isMine && who.may("rates.officer") && <Withdraw fixingId={fixing.fixing_id} />}
        </Group>
      </Stack>
    </Paper>
  );
}

function Approve({ fixing }: { fixing: Fixing }) {
  const t = useTexts(texts).fixing;
  const format = useFormat();
  const approve = useApprove(fixing.fixing_id);
  return (
    <Confirm
      label={t.approve}
      title={t.approveTitle(format.percent(fixing.value))}
      confirm={t.approve}
      act={() => approve.mutate(undefined, { onSuccess: () => told(t.approved) })}
      isPending={approve.isPending}
      error={approve.error}
      reset={approve.reset}
      danger={false}
      button={{ variant: "filled" }}
    >
      <Text>{t.approveFollows}</Text>
    </Confirm>
  );
}

function Reject({ fixingId }: { fixingId: string }) {
  const t = useTexts(texts).fixing;
  const reject = useReject(fixingId);
  return (
    <WithReason
      act={reject}
      label={t.reject}
      title={t.rejectTitle}
      confirm={t.rejectConfirm}
      done={t.rejected}
    />
  );
}

function Withdraw({ fixingId }: { fixingId: string }) {
  const t = useTexts(texts).fixing;
  const withdraw = useWithdraw(fixingId);
  return (
    <WithReason
      act={withdraw}
      label={t.withdraw}
      title={t.withdrawTitle}
      confirm={t.withdrawConfirm}
      done={t.withdrawn}
    />
  );
}

/** Say that it is done; the button that had the focus is gone. */
function told(message: string): void {
  tell(message);
  focusHeading();
}
