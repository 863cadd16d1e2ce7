/** Opening an account: the form, the code that confirms the address, the identifier. */
import {
  Alert,
  Anchor,
  Button,
  Checkbox,
  Group,
  Paper,
  Radio,
  Stack,
  Stepper,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { Link } from "react-router";
import { useTexts } from "../../i18n/texts";
import { besidesFields, showAtFields } from "../../ui/forms";
import { Icon } from "../../ui/icons";
import { Page } from "../../ui/Page";
import { Password } from "../../ui/Password";
import { Refusal } from "../../ui/states";
import { CodeStep } from "./CodeStep";
import { NewPasswordField } from "./NewPasswordField";
import { StructureKind } from "./StructureKind";
import { texts } from "./texts";
import { type Asked, type Registration, useAnotherCode, useConfirm, useRegister } from "./useAccount";

const EMPTY: Registration = {
  title: "Madame",
  first_name: "",
  last_name: "",
  email: "",
  password: "",
  password_confirmation: "",
  structure_kind: "" as Registration["structure_kind"],
  terms_accepted: false,
  offers_wanted: false,
};

export default function Register() {
  const t = useTexts(texts).register;
  const form = useForm<Registration>({ initialValues: EMPTY });
  const [asked, setAsked] = useState<Asked | null>(null);
  const [identifier, setIdentifier] = useState("");
  const step = identifier ? 2 : asked ? 1 : 0;
  return (
    <Page title={t.title} lead={step === 0 && t.lead} narrow>
      <Stepper active={step} size="sm" allowNextStepsSelect={false} aria-label={t.steps}>
        {[t.you, t.code, t.done].map((label) => (
          <Stepper.Step key={label} label={label} />
        ))}
      </Stepper>
      <Paper withBorder p={{ base: "md", sm: "xl" }}>
        {step === 0 && <Form form={form} done={setAsked} />}
        {step === 1 && asked && (
          <Code
            address={form.values.email}
            asked={asked}
            renew={setAsked}
            restart={() => setAsked(null)}
            done={setIdentifier}
          />
        )}
        {step === 2 && <Welcome identifier={identifier} />}
      </Paper>
      {step === 0 && (
        <Text>
          {t.already}{" "}
          <Anchor component={Link} to="/connexion" underline="always">
            {t.logIn}
          </Anchor>
        </Text>
      )}
    </Page>
  );
}

type Filled = ReturnType<typeof useForm<Registration>>;

function Form({ form, done }: { form: Filled; done: (asked: Asked) => void }) {
  const t = useTexts(texts);
  const register = useRegister();
  const { values } = form;
  const submit = form.onSubmit((filled) =>
    register.mutate(filled, { onSuccess: done, onError: showAtFields(form) }),
  );
  return (
    <form onSubmit={submit}>
      <Stack>
        <Refusal error={besidesFields(register.error, values)} />
        <Radio.Group label={t.person.title} {...form.getInputProps("title")}>
          <Group mt={4}>
            <Radio value="Madame" label={t.person.madam} />
            <Radio value="Monsieur" label={t.person.sir} />
          </Group>
        </Radio.Group>
        <TextInput
          label={t.person.firstName}
          autoComplete="given-name"
          maxLength={60}
          required
          {...form.getInputProps("first_name")}
        />
        <TextInput
          label={t.person.lastName}
          autoComplete="family-name"
          maxLength={60}
          required
          {...form.getInputProps("last_name")}
        />
        <TextInput
          label={t.person.email}
          description={t.register.emailHelp}
          type="email"
          autoComplete="email"
          maxLength={254}
          required
          {...form.getInputProps("email")}
        />
        <NewPasswordField
          label={t.person.password}
          typed={values.password}
          ownWords={[values.first_name, values.last_name, values.email.split("@")[0] ?? ""]}
          {...form.getInputProps("password")}
        />
        <Password
          label={t.person.passwordAgain}
          autoComplete="new-password"
          {...form.getInputProps("password_confirmation")}
        />
        <StructureKind {...form.getInputProps("structure_kind")} />
        <Checkbox
          label={t.register.terms}
          required
          {...form.getInputProps("terms_accepted", { type: "checkbox" })}
        />
        <Anchor component={Link} to="/conditions" target="_blank" size="sm" underline="always">
          {t.register.readTerms}
        </Anchor>
        <Checkbox label={t.person.offers} {...form.getInputProps("offers_wanted", { type: "checkbox" })} />
        <Button type="submit" loading={register.isPending}>
          {t.register.submit}
        </Button>
      </Stack>
    </form>
  );
}

type CodeProps = {
  address: string;
  asked: Asked;
  renew: (asked: Asked) => void;
  restart: () => void;
  done: (identifier: string) => void;
};

function Code({ address, asked, renew, restart, done }: CodeProps) {
  const t = useTexts(texts).register;
  const confirm = useConfirm();
  const another = useAnotherCode();
  const { secret } = asked;
  return (
    <CodeStep
      asked={asked}
      address={address}
      hint={
        <Alert icon={<Icon name="info" />} variant="light">
          {t.notThePassword}
        </Alert>
      }
      confirm={(code) => {
        another.reset();
        confirm.mutate({ secret, code }, { onSuccess: (opened) => done(opened.identifier) });
      }}
      another={() => {
        confirm.reset();
        another.mutate({ secret }, { onSuccess: renew });
      }}
      restart={restart}
      isConfirming={confirm.isPending}
      isAsking={another.isPending}
      error={confirm.error ?? another.error}
    />
  );
}

function Welcome({ identifier }: { identifier: string }) {
  const t = useTexts(texts).register;
  return (
    <Stack role="status">
      <Title order={2}>{t.welcome}</Title>
      <Text>{t.yourIdentifier}</Text>
      <Text size="xl" fw={700} data-identifier>
        {identifier}
      </Text>
      <Text c="dimmed">{t.identifierHelp}</Text>
      <Button component={Link} to="/connexion">
        {t.logIn}
      </Button>
    </Stack>
  );
}
