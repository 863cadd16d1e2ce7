import { Button, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { useTexts } from "../../../i18n/texts";
import type { Person } from "../../../session/useSession";
import { Facts } from "../../../ui/Facts";
import { besidesFields, showAtFields } from "../../../ui/forms";
import { Part } from "../../../ui/Part";
import { Password } from "../../../ui/Password";
import { Refusal } from "../../../ui/states";
import { tell } from "../../../ui/tell";
import { ChangePassword } from "../ChangePassword";
import { CodeStep } from "../CodeStep";
import { texts as account } from "../texts";
import type { Asked } from "../useAccount";
import { Editable } from "./Editable";
import { texts } from "./texts";
import { useAnotherAddressCode, useAskForAddress, useConfirmAddress } from "./useProfile";

export function Credentials({ person }: { person: Person }) {
  const t = useTexts(texts);
  const address = <Facts facts={[[t.email, person.email]]} />;
  return (
    <Part title={t.credentials}>
      <Facts facts={[[t.identifier, <b key="identifier">{person.identifier}</b>]]} />
      {person.kind === "staff" ? (
        address
      ) : (
        <Editable label={t.changeAddress} shown={address}>
          {(close) => (
            <Address
              close={() => {
                close();
                tell(t.addressChanged);
              }}
            />
          )}
        </Editable>
      )}
      <Editable label={t.changePassword} shown={null}>
        {(close) => (
          <ChangePassword
            login={person.identifier}
            ownWords={[person.first_name, person.last_name, person.email.split("@")[0] ?? ""]}
            done={() => {
              close();
              tell(t.passwordChanged);
            }}
          />
        )}
      </Editable>
    </Part>
  );
}

/** A code goes to the new address: it becomes the account's once the code is typed. */
function Address({ close }: { close: () => void }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [address, setAddress] = useState("");
  const confirm = useConfirmAddress();
  const another = useAnotherAddressCode();
  if (!asked) {
    return (
      <AskForAddress
        done={(answer, email) => {
          setAsked(answer);
          setAddress(email);
        }}
      />
    );
  }
  const { secret } = asked;
  return (
    <CodeStep
      asked={asked}
      address={address}
      confirm={(code) => {
        another.reset();
        confirm.mutate({ secret, code }, { onSuccess: close });
      }}
      another={() => {
        confirm.reset();
        another.mutate({ secret }, { onSuccess: setAsked });
      }}
      restart={() => setAsked(null)}
      isConfirming={confirm.isPending}
      isAsking={another.isPending}
      error={confirm.error ?? another.error}
    />
  );
}

function AskForAddress({ done }: { done: (asked: Asked, email: string) => void }) {
  const t = useTexts(texts);
  const words = useTexts(account);
  const ask = useAskForAddress();
  const form = useForm({ initialValues: { email: "", password: "" } });
  const submit = form.onSubmit((values) =>
    ask.mutate(values, {
      onSuccess: (asked) => done(asked, values.email),
      onError: showAtFields(form),
    }),
  );
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">{t.addressHelp}</Text>
        <Refusal error={besidesFields(ask.error, form.values)} />
        <TextInput
          label={t.newAddress}
          type="email"
          autoComplete="email"
          maxLength={254}
          required
          {...form.getInputProps("email")}
        />
        <Password
          label={words.changePassword.current}
          autoComplete="current-password"
          {...form.getInputProps("password")}
        />
        <Button type="submit" loading={ask.isPending}>
          {t.sendCode}
        </Button>
      </Stack>
    </form>
  );
}
