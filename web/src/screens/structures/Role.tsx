/** What somebody says of themselves in a structure: function, e-mail address and phone, each changed on its own. */
import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Refused } from "../../api/problem";
import { useTexts } from "../../i18n/texts";
import { focusOnArrival, InPlace } from "../../ui/InPlace";
import { Refusal } from "../../ui/states";
import { tell } from "../../ui/tell";
import { texts as shared } from "../../ui/texts";
import { FunctionChoice } from "./FunctionChoice";
import { texts } from "./texts";
import { type Changes, type FunctionName, type Membership, useChange } from "./useStructures";

const FIELDS = ["function", "email", "phone"] as const;
type FieldName = (typeof FIELDS)[number];

export function Role({ membership }: { membership: Membership }) {
  const t = useTexts(texts);
  return (
    <Stack gap="xs">
      {FIELDS.map((field) => (
        <InPlace
          key={field}
          name={t.fields[field]}
          value={<Shown membership={membership} field={field} />}
          about={membership.structure.name}
        >
          {(close) => <ChangeField membership={membership} field={field} close={close} />}
        </InPlace>
      ))}
    </Stack>
  );
}

type FieldProps = { membership: Membership; field: FieldName };

function Shown({ membership, field }: FieldProps) {
  const t = useTexts(texts);
  const value = membership[field];
  if (value) return field === "function" ? (t.functions[value as FunctionName] ?? value) : value;
  return <Text c="dimmed">{field === "function" ? t.functionMissing : t.phoneMissing}</Text>;
}

export function ChangeField({ membership, field, close }: FieldProps & { close?: () => void }) {
  const t = useTexts(texts);
  const { save, cancel } = useTexts(shared);
  const change = useChange(membership.structure_id);
  const [typed, setTyped] = useState(membership[field] ?? "");
  const atField = change.error instanceof Refused ? change.error.byField()[field] : undefined;
  const done = () => {
    tell(t.saved);
    close?.();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ [field]: typed.trim() || null } as Changes, { onSuccess: done });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs" maw={480}>
        <Input field={field} value={typed} setValue={setTyped} error={atField} hasFocus={Boolean(close)} />
        {!atField && <Refusal error={change.error} />}
        <Group>
          <Button type="submit" loading={change.isPending}>
            {save}
          </Button>
          {close && (
            <Button variant="default" onClick={close}>
              {cancel}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}

type InputProps = {
  field: FieldName;
  value: string;
  setValue: (value: string) => void;
  error: string | undefined;
  hasFocus: boolean;
};

function Input({ field, value, setValue, error, hasFocus }: InputProps) {
  const t = useTexts(texts).fields;
  const common = {
    value,
    error,
    ref: hasFocus ? focusOnArrival : null,
    onChange: (event: { currentTarget: { value: string } }) => setValue(event.currentTarget.value),
  };
  if (field === "function") return <FunctionChoice {...common} />;
  if (field === "email") {
    return (
      <TextInput label={t.email} type="email" autoComplete="email" maxLength={254} required {...common} />
    );
  }
  return (
    <TextInput
      label={t.phoneOptional}
      description={t.phoneHelp}
      type="tel"
      autoComplete="tel"
      maxLength={20}
      {...common}
    />
  );
}
