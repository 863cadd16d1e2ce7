/** What somebody of the bank, or one of its systems, may do: every right there is for them, given and ended here. */
import { Badge, Card, Group, Stack, Text, Title } from "@mantine/core";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { Part } from "../../../ui/Part";
import { Loaded } from "../../../ui/states";
import { WithReason } from "../../../ui/WithReason";
import { Changes } from "./Changes";
import { nameOfRight, rights as words } from "./rights";
import { texts } from "./texts";
import { type Held, type Holder, type Right, useEnd, useGive, useHeld, useRightsFor } from "./useGrants";

type GrantsProps = {
  subjectId: string;
  holder: Holder;
  /** Nothing more is given to a closed account: its rights end with it. */
  isClosed: boolean;
  /** Nobody gives themselves rights. */
  isOwn?: boolean;
};

export function Grants({ subjectId, holder, isClosed, isOwn = false }: GrantsProps) {
  const t = useTexts(texts);
  const rights = useRightsFor(holder);
  const held = useHeld(subjectId, isClosed);
  return (
    <Part title={t.title}>
      {isOwn && <Text>{t.own}</Text>}
      <Loaded query={rights}>
        {(all) => (
          <Loaded query={held} lines={8}>
            {(grants) => (
              <Lines all={all} grants={grants} subjectId={subjectId} mayGive={!isClosed && !isOwn} />
            )}
          </Loaded>
        )}
      </Loaded>
    </Part>
  );
}

type LinesProps = { all: readonly Right[]; grants: readonly Held[]; subjectId: string; mayGive: boolean };

/** Those that are held come first. */
function Lines({ all, grants, subjectId, mayGive }: LinesProps) {
  const t = useTexts(texts);
  const lines = all.map((right) => ({ right, held: grants.find((each) => each.right === right.right) }));
  const heldFirst = lines.toSorted((one, other) => Number(!one.held) - Number(!other.held));
  return (
    <Stack gap="sm" component="ul" p={0} m={0} aria-label={t.title} style={{ listStyle: "none" }}>
      {heldFirst.map(({ right, held }) => (
        <Card key={right.right} component="li" withBorder padding="md" data-right={right.right}>
          <Group justify="space-between" align="flex-start">
            <About right={right} held={held} />
            <Group gap="xs">
              {held && <Changes held={held} />}
              {held && <End held={held} />}
              {!held && mayGive && <Give right={right} subjectId={subjectId} />}
            </Group>
          </Group>
        </Card>
      ))}
    </Stack>
  );
}

function About({ right, held }: { right: Right; held: Held | undefined }) {
  const t = useTexts(texts);
  const format = useFormat();
  const names = useTexts(words);
  return (
    <Stack gap={4} style={{ flex: "1 1 16rem" }}>
      <Group gap="xs">
        <Title order={3} size="h5">
          {nameOfRight(names, right.right)}
        </Title>
        {held && (
          <Badge variant="light" color="teal">
            {t.since(format.shortDay(held.changed_at.slice(0, 10)))}
          </Badge>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {names[right.right]?.allows ?? right.allows}
      </Text>
    </Stack>
  );
}

function Give({ right, subjectId }: { right: Right; subjectId: string }) {
  const t = useTexts(texts);
  const name = nameOfRight(useTexts(words), right.right);
  return (
    <WithReason
      act={useGive(subjectId, right.right)}
      label={t.give}
      about={name}
      title={t.giveTitle(name)}
      confirm={t.give}
      done={t.given}
      danger={false}
      button={{ size: "compact-sm" }}
    >
      <Text>{t.giveFollows}</Text>
    </WithReason>
  );
}

function End({ held }: { held: Held }) {
  const t = useTexts(texts);
  const name = nameOfRight(useTexts(words), held.right);
  return (
    <WithReason
      act={useEnd(held.grant_id)}
      label={t.end}
      about={name}
      title={t.endTitle(name)}
      confirm={t.end}
      done={t.ended}
      button={{ size: "compact-sm" }}
    >
      <Text>{t.endFollows}</Text>
    </WithReason>
  );
}
