/** A button for something to note of a loan: a window takes the facts, and says what the service refuses of them. */
import { Button, type ButtonProps, Group, Stack, Text } from "@mantine/core";
import { type UseFormReturnType, useForm } from "@mantine/form";
import { useDisclosure } from "@mantine/hooks";
import type { UseMutationResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTexts } from "../../../i18n/texts";
import { besidesFields, showAtFields } from "../../../ui/forms";
import { focusHeading } from "../../../ui/InPlace";
import { Refusal } from "../../../ui/states";
import { tell } from "../../../ui/tell";
import { texts as shared } from "../../../ui/texts";
import { Window } from "../../../ui/Window";

type NotingProps<Typed extends object, Body, Answer> = {
  label: string;
  /** Where several buttons have the same words: what this one is about */
  about?: string;
  title: string;
  /** What follows from it */
  follows: string;
  /** What is told once it is done */
  done: (answer: Answer) => string;
  start: Typed;
  bodyOf: (typed: Typed) => Body;
  act: Pick<UseMutationResult<Answer, Error, Body>, "mutate" | "isPending" | "error" | "reset">;
  button?: ButtonProps;
  children: (form: UseFormReturnType<Typed>) => ReactNode;
};

export function Noting<Typed extends object, Body, Answer>(props: NotingProps<Typed, Body, Answer>) {
  const { label, about, title, act, button } = props;
  const [opened, { open, close }] = useDisclosure(false);
  const show = () => {
    act.reset();
    open();
  };
  return (
    <>
      <Button variant="default" {...button} onClick={show} aria-label={about && `${label} – ${about}`}>
        {label}
      </Button>
      <Window opened={opened} onClose={close} title={title}>
        <Form {...props} close={close} />
      </Window>
    </>
  );
}

type FormProps<Typed extends object, Body, Answer> = NotingProps<Typed, Body, Answer> & {
  close: () => void;
};

function Form<Typed extends object, Body, Answer>(props: FormProps<Typed, Body, Answer>) {
  const { act, bodyOf, close, done, follows, label, start, children } = props;
  const { cancel } = useTexts(shared);
  const form = useForm<Typed>({ initialValues: start });
  const noted = (answer: Answer) => {
    close();
    tell(done(answer));
    // The button that had the focus may be gone.
    focusHeading();
  };
  const submit = form.onSubmit((typed) =>
    act.mutate(bodyOf(typed), { onSuccess: noted, onError: showAtFields(form) }),
  );
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text>{follows}</Text>
        {children(form)}
        <Refusal error={besidesFields(act.error, form.values)} />
        <Group justify="space-between">
          <Button variant="default" onClick={close}>
            {cancel}
          </Button>
          <Button type="submit" loading={act.isPending}>
            {label}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
