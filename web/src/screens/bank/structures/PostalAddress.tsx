/** Where letters to a structure go, and to whose attention; corrected when they come back. */
import { Button, Group, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTexts } from "../../../i18n/texts";
import { besidesFields, showAtFields } from "../../../ui/forms";
import { Part } from "../../../ui/Part";
import { Refusal } from "../../../ui/states";
import { tell } from "../../../ui/tell";
import { texts as shared } from "../../../ui/texts";
import { Editable } from "../../account/profile/Editable";
import { texts } from "./texts";
import { type Structure, useCorrectAddress } from "./useRegister";

const FIELDS = {
  representative_function: { maxLength: 60, required: true },
  recipient: { maxLength: 100 },
  building: { maxLength: 100 },
  street: { maxLength: 100, required: true },
  place: { maxLength: 100 },
  postcode: { maxLength: 5, required: true, inputMode: "numeric", pattern: "[0-9]{5}" },
  town: { maxLength: 60, required: true },
} as const;
type FieldName = keyof typeof FIELDS;
const NAMES = Object.keys(FIELDS) as FieldName[];
type Typed = Record<FieldName, string>;

type AddressProps = { structure: Structure; mayChange: boolean };

export function PostalAddress({ structure, mayChange }: AddressProps) {
  const t = useTexts(texts).address;
  const shown = <Written structure={structure} />;
  return (
    <Part title={t.title}>
      {mayChange ? (
        <Editable label={t.change} shown={shown}>
          {(close) => <Correction structure={structure} close={close} />}
        </Editable>
      ) : (
        shown
      )}
    </Part>
  );
}

/** As the post reads it, line by line. */
function Written({ structure: { name, address, representative_function } }: { structure: Structure }) {
  const town = `${address.postcode} ${address.town}`;
  const lines = [
    representative_function,
    name,
    address.recipient,
    address.building,
    address.street,
    address.place,
    town,
  ];
  return (
    <Text component="address" style={{ fontStyle: "normal", whiteSpace: "pre-line" }}>
      {lines.filter(Boolean).join("\n")}
    </Text>
  );
}

function Correction({ structure, close }: { structure: Structure; close: () => void }) {
  const t = useTexts(texts).address;
  const { save } = useTexts(shared);
  const correct = useCorrectAddress(structure.structure_id);
  const form = useForm<Typed>({ initialValues: typedOf(structure) });
  const done = () => {
    tell(t.saved);
    close();
  };
  const submit = form.onSubmit((typed) =>
    correct.mutate(corrected(typed), { onSuccess: done, onError: showAtFields(form) }),
  );
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm" c="dimmed">
          {t.help}
        </Text>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {NAMES.map((name) => (
            <TextInput key={name} label={t.fields[name]} {...FIELDS[name]} {...form.getInputProps(name)} />
          ))}
        </SimpleGrid>
        <Refusal error={besidesFields(correct.error, form.values)} />
        <Group>
          <Button type="submit" loading={correct.isPending}>
            {save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function typedOf({ address, representative_function }: Structure): Typed {
  const lines = Object.fromEntries(NAMES.map((name) => [name, address[name as keyof typeof address] ?? ""]));
  return { ...(lines as Typed), representative_function };
}

/** A line left empty is none. */
function corrected({ representative_function, ...lines }: Typed) {
  const optional = (line: string) => line.trim() || null;
  return {
    representative_function: representative_function.trim(),
    address: {
      recipient: optional(lines.recipient),
      building: optional(lines.building),
      street: lines.street.trim(),
      place: optional(lines.place),
      postcode: lines.postcode.trim(),
      town: lines.town.trim(),
    },
  };
}
