/** The code of four digits that went to an address: typed, or asked for again. */
import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { Refused } from "../../api/problem";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { Refusal } from "../../ui/states";
import { texts } from "./texts";
import type { Asked } from "./useAccount";

type CodeStepProps = {
  asked: Asked;
  address: string;
  /** What the code must not be confused with */
  hint?: ReactNode;
  confirm: (code: string) => void;
  another: () => void;
  restart: () => void;
  isConfirming: boolean;
  isAsking: boolean;
  error: Error | null;
};

export function CodeStep(props: CodeStepProps) {
  const { asked, address, hint, confirm, another, restart, error } = props;
  const t = useTexts(texts).code;
  const format = useFormat();
  const [code, setCode] = useState("");
  const wrongCode = error instanceof Refused ? error.byField().code : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm(code);
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text>{t.sent(address, format.instant(asked.code_expires_at))}</Text>
        {hint}
        <TextInput
          label={t.label}
          description={t.help}
          inputMode="numeric"
          autoComplete="one-time-code"
          pattern="[0-9]{4}"
          maxLength={4}
          size="lg"
          value={code}
          onChange={(event) => setCode(event.currentTarget.value.replace(/\D/g, ""))}
          error={wrongCode}
          data-autofocus
          required
        />
        {!wrongCode && <Refusal error={error} />}
        <Button type="submit" loading={props.isConfirming}>
          {t.confirm}
        </Button>
        <Text size="sm" c="dimmed">
          {t.notThere}
        </Text>
        <Group justify="space-between">
          <Button
            variant="subtle"
            onClick={another}
            loading={props.isAsking}
            disabled={asked.codes_left === 0}
          >
            {asked.codes_left === 0 ? t.noneLeft : t.another(asked.codes_left)}
          </Button>
          <Button variant="subtle" onClick={restart}>
            {t.restart}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
