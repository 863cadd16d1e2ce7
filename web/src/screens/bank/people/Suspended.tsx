/** Keeping somebody from their rights, and giving them back. */
import { Alert, Group, Stack, Text } from "@mantine/core";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { Icon } from "../../../ui/icons";
import { Part } from "../../../ui/Part";
import { Loaded } from "../../../ui/states";
import { WithReason } from "../../../ui/WithReason";
import { texts } from "./texts";
import { type Suspension, useLift, useSuspend, useSuspensions } from "./usePeople";

export function Suspended({ personId }: { personId: string }) {
  const t = useTexts(texts).suspension;
  return (
    <Part title={t.title}>
      <Loaded query={useSuspensions(personId)} lines={2}>
        {(all) => {
          const now = all.filter((each) => each.ended_at === null);
          return now.length > 0 ? now.map(lineOf) : <Free personId={personId} />;
        }}
      </Loaded>
    </Part>
  );
}

const lineOf = (suspension: Suspension) => <Now key={suspension.suspension_id} suspension={suspension} />;

function Free({ personId }: { personId: string }) {
  const t = useTexts(texts).suspension;
  return (
    <Group justify="space-between">
      <Text>{t.none}</Text>
      <WithReason
        act={useSuspend(personId)}
        label={t.suspend}
        title={t.suspendTitle}
        confirm={t.suspend}
        done={t.suspended}
      >
        <Text>{t.suspendFollows}</Text>
      </WithReason>
    </Group>
  );
}

function Now({ suspension }: { suspension: Suspension }) {
  const t = useTexts(texts).suspension;
  const format = useFormat();
  return (
    <Alert color="red" icon={<Icon name="warning" />}>
      <Stack align="flex-start" gap="xs">
        <Text size="sm">{t.now(format.instant(suspension.since), suspension.reason)}</Text>
        <WithReason
          act={useLift(suspension.suspension_id)}
          label={t.lift}
          title={t.liftTitle}
          confirm={t.lift}
          done={t.lifted}
          danger={false}
        >
          <Text>{t.liftFollows}</Text>
        </WithReason>
      </Stack>
    </Alert>
  );
}
