/** Answering a request: all of it, a part of it, or nothing. */
import { Button, Group, Paper, Stack, Text, TextInput, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Refused } from "../../api/problem";
import { useTexts } from "../../i18n/texts";
import type { MyStructure } from "../../session/useSession";
import { Confirm } from "../../ui/Confirm";
import { focusHeading } from "../../ui/InPlace";
import { Refusal } from "../../ui/states";
import { tell } from "../../ui/tell";
import { Wanted } from "../rights/Wanted";
import { RightsChoice } from "./RightsChoice";
import { texts } from "./texts";
import { type Request, type Right, type Sheet, useApprove, useRefuse } from "./useUsers";

type DecideProps = { sheet: Sheet; request: Request; structure: MyStructure; isMine: boolean };

export function Decide({ isMine, ...props }: DecideProps) {
  const t = useTexts(texts).sheet;
  return (
    <Paper component="section" withBorder p={{ base: "md", sm: "lg" }} aria-label={t.request}>
      <Stack>
        <Title order={2}>{t.request}</Title>
        <Wanted request={props.request} />
        {isMine ? <Answer {...props} /> : <Text>{t.caseOne}</Text>}
      </Stack>
    </Paper>
  );
}

function Answer({ sheet, request, structure }: Omit<DecideProps, "isMine">) {
  const t = useTexts(texts).sheet;
  const approve = useApprove();
  const grantable = request.rights.filter((right) => structure.rights.includes(right)) as Right[];
  const [rights, setRights] = useState<Right[]>(grantable);
  const [reason, setReason] = useState("");
  const given = reason.trim() || null;
  const done = () => told(t.approved);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (rights.length > 0) {
      approve.mutate({ requestId: request.request_id, rights, reason: given }, { onSuccess: done });
    }
  };
  const atReason = fieldOf(approve.error, "reason");
  return (
    <form onSubmit={submit}>
      <Stack>
        <RightsChoice
          label={t.toOpen}
          help={t.requestHelp}
          value={rights}
          onChange={setRights}
          held={sheet.rights}
          own={structure.rights}
        />
        <Reason value={reason} setValue={setReason} error={atReason} />
        {!atReason && <Refusal error={approve.error} />}
        {rights.length === 0 && (
          <Text size="sm" role="status">
            {t.nothingChosen}
          </Text>
        )}
        <Group>
          <Button type="submit" loading={approve.isPending} disabled={rights.length === 0 || sheet.suspended}>
            {t.approve}
          </Button>
          <Refuse sheet={sheet} request={request} reason={given} />
        </Group>
      </Stack>
    </form>
  );
}

function Refuse({ sheet, request, reason }: { sheet: Sheet; request: Request; reason: string | null }) {
  const t = useTexts(texts).sheet;
  const refuse = useRefuse();
  const done = () => told(t.refused);
  return (
    <Confirm
      label={t.refuse}
      title={t.refuseTitle(sheet.name)}
      confirm={t.refuseConfirm}
      act={() => refuse.mutate({ requestId: request.request_id, reason }, { onSuccess: done })}
      isPending={refuse.isPending}
      error={refuse.error}
      reset={refuse.reset}
    >
      <Text>{t.refuseFollows}</Text>
      {reason && <Text fs="italic">{reason}</Text>}
    </Confirm>
  );
}

type ReasonProps = { value: string; setValue: (value: string) => void; error: string | undefined };

export function Reason({ value, setValue, error }: ReasonProps) {
  const t = useTexts(texts).sheet;
  return (
    <TextInput
      label={t.reason}
      description={t.reasonHelp}
      value={value}
      onChange={(event) => setValue(event.currentTarget.value)}
      error={error}
      minLength={3}
      maxLength={200}
    />
  );
}

export function fieldOf(error: Error | null, field: string): string | undefined {
  return error instanceof Refused ? error.byField()[field] : undefined;
}

/** Say that it is done; what had the focus is gone. */
export function told(message: string): void {
  tell(message);
  focusHeading();
}
