/** The form to write to the support: open to everyone, filled in for who is logged in. */
import {
  Alert,
  Anchor,
  Button,
  NativeSelect,
  Paper,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { Link } from "react-router";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { type Person, useWho, type Who } from "../../session/useSession";
import { besidesFields, showAtFields } from "../../ui/forms";
import { focusOnArrival } from "../../ui/InPlace";
import { Icon } from "../../ui/icons";
import { Page } from "../../ui/Page";
import { Refusal, Waiting } from "../../ui/states";
import { texts } from "./texts";
import { type KeptQuestion, type Typed, useAsk } from "./useAssistance";

const MESSAGE_CHARACTERS_MAX = 5_000;

export default function Contact() {
  const t = useTexts(texts);
  const { who, isPending } = useWho();
  const help = (
    <>
      {t.lead}{" "}
      <Anchor component={Link} to="/aide" underline="always">
        {t.help}
      </Anchor>
    </>
  );
  return (
    <Page title={t.title} lead={help} narrow>
      {isPending ? <Waiting lines={8} /> : <Writing who={who} />}
    </Page>
  );
}

function Writing({ who }: { who: Who }) {
  const form = useForm<Typed>({ initialValues: startOf(who) });
  const [kept, setKept] = useState<KeptQuestion | null>(null);
  const again = () => {
    form.setFieldValue("message", "");
    setKept(null);
  };
  if (kept) return <Thanks kept={kept} email={form.values.email} again={again} />;
  return <Form who={who} form={form} done={setKept} />;
}

type FormProps = {
  who: Who;
  form: ReturnType<typeof useForm<Typed>>;
  done: (kept: KeptQuestion) => void;
};

function Form({ who, form, done }: FormProps) {
  const t = useTexts(texts);
  const format = useFormat();
  const ask = useAsk(who.person !== null);
  const left = MESSAGE_CHARACTERS_MAX - form.values.message.length;
  const submit = form.onSubmit((typed) =>
    ask.mutate(typed, { onSuccess: done, onError: showAtFields(form) }),
  );
  return (
    <Paper component="form" withBorder p={{ base: "md", sm: "xl" }} onSubmit={submit} aria-label={t.title}>
      <Stack>
        <NativeSelect
          label={t.topic}
          data={Object.entries(t.topics).map(([value, label]) => ({ value, label }))}
          {...form.getInputProps("topic")}
        />
        <TextInput
          label={t.name}
          autoComplete="name"
          maxLength={120}
          required
          {...form.getInputProps("name")}
        />
        <TextInput
          label={t.email}
          description={t.emailHelp}
          type="email"
          autoComplete="email"
          maxLength={254}
          required
          {...form.getInputProps("email")}
        />
        <WhichStructure who={who} form={form} />
        <Textarea
          label={t.message}
          description={t.messageHelp(format.number(left))}
          autosize
          minRows={6}
          maxRows={18}
          maxLength={MESSAGE_CHARACTERS_MAX}
          required
          {...form.getInputProps("message")}
        />
        <Text size="sm" c="dimmed">
          {t.privacy}
        </Text>
        <Refusal error={besidesFields(ask.error, form.values)} />
        <Button type="submit" loading={ask.isPending} style={{ alignSelf: "flex-start" }}>
          {t.submit}
        </Button>
      </Stack>
    </Paper>
  );
}

function WhichStructure({ who, form }: Pick<FormProps, "who" | "form">) {
  const t = useTexts(texts);
  if (who.isOfTheBank) return null;
  if (!who.person) {
    return (
      <TextInput
        label={t.structure}
        description={t.structureHelp}
        autoComplete="organization"
        maxLength={200}
        {...form.getInputProps("structure")}
      />
    );
  }
  if (who.structures.length === 0) return null;
  return (
    <NativeSelect
      label={t.structure}
      data={[
        { value: "", label: t.noStructure },
        ...who.structures.map((each) => ({ value: each.structure_id, label: each.name })),
      ]}
      {...form.getInputProps("structure_id")}
    />
  );
}

function Thanks({ kept, email, again }: { kept: KeptQuestion; email: string; again: () => void }) {
  const t = useTexts(texts);
  return (
    <Paper withBorder p={{ base: "md", sm: "xl" }}>
      <Stack align="flex-start" role="status">
        <Title order={2} size="h3" tabIndex={-1} ref={focusOnArrival} style={{ outline: "none" }}>
          {t.kept}
        </Title>
        <Text>
          {t.reference} <strong>{kept.reference}</strong>
        </Text>
        {kept.acknowledged ? (
          <Text>{t.acknowledged(email)}</Text>
        ) : (
          <Alert variant="light" icon={<Icon name="info" />}>
            {t.notAcknowledged(email)}
          </Alert>
        )}
        <Button variant="default" onClick={again}>
          {t.another}
        </Button>
      </Stack>
    </Paper>
  );
}

function startOf({ person, structures }: Who): Typed {
  return {
    topic: person ? "loans" : "registration",
    name: person ? nameOf(person) : "",
    email: person?.email ?? "",
    structure: "",
    structure_id: structures[0]?.structure_id ?? "",
    message: "",
  };
}

function nameOf({ first_name, last_name }: Person): string {
  return `${first_name} ${last_name}`;
}
