/** Other terms for what is left of a loan: chosen, seen in all they change, then agreed to. */
import { Anchor, Button, Group, Paper, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { type FormEvent, useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { useTexts } from "../../../i18n/texts";
import { besidesFields, showAtFields } from "../../../ui/forms";
import { Page } from "../../../ui/Page";
import { Empty, Loaded, Refusal } from "../../../ui/states";
import { tell } from "../../../ui/tell";
import { type Row, type Sheet, useSchedule, useSheet } from "../../borrower/useLoan";
import { OtherTermsForm } from "./OtherTermsForm";
import { agreedOf, leftAfter, possibleDays, type Typed, UNCHANGED } from "./otherTerms";
import { texts } from "./rearrangeTexts";
import { type OtherTerms, usePreview, useRearrange } from "./useActs";
import { WouldChange } from "./WouldChange";

export default function Rearrange() {
  const t = useTexts(texts);
  const { loanNumber = "" } = useParams();
  const sheet = useSheet(loanNumber);
  const schedule = useSchedule(loanNumber);
  const back = (
    <Anchor component={Link} to={`/banque/prets/${loanNumber}`} size="sm">
      {t.back}
    </Anchor>
  );
  return (
    <Page title={t.title(loanNumber)} lead={back}>
      <Loaded query={sheet} lines={8}>
        {(loan) => (
          <Loaded query={schedule} lines={8}>
            {({ rows }) => <Choosing key={loanNumber} loan={loan} rows={rows} />}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}

function Choosing({ loan, rows }: { loan: Sheet; rows: readonly Row[] }) {
  const t = useTexts(texts);
  const days = possibleDays(rows, loan);
  const last = days.at(-1)?.due_on ?? "";
  const form = useForm<Typed>({
    initialValues: { ...UNCHANGED, effective_on: last, instalments: leftAfter(rows, last) },
  });
  const preview = usePreview(loan.loan_number);
  if (!last) return <Empty icon="loan">{t.none}</Empty>;
  const submit = form.onSubmit((typed) =>
    preview.mutate(
      {
        effective_on: typed.effective_on,
        instalments: Number(typed.instalments),
        agreed: agreedOf(typed),
      },
      { onError: showAtFields(form) },
    ),
  );
  return (
    <Stack gap="lg">
      <Text c="dimmed">{t.lead}</Text>
      <Paper component="form" withBorder p="md" onSubmit={submit} aria-label={t.changes}>
        <OtherTermsForm form={form} rows={rows} days={days} isPending={preview.isPending} />
      </Paper>
      <Refusal error={besidesFields(preview.error, { effective_on: "", instalments: "" })} />
      {preview.data && preview.variables && (
        <>
          <WouldChange preview={preview.data} agreed={preview.variables.agreed ?? {}} />
          <Agree loanNumber={loan.loan_number} terms={preview.variables} />
        </>
      )}
    </Stack>
  );
}

/** To what was seen, whatever is typed meanwhile. */
function Agree({ loanNumber, terms }: { loanNumber: string; terms: OtherTerms }) {
  const t = useTexts(texts);
  const go = useNavigate();
  const [reference, setReference] = useState("");
  const rearrange = useRearrange(loanNumber);
  const agreed = () => {
    tell(t.done);
    void go(`/banque/prets/${loanNumber}`);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rearrange.mutate({ ...terms, reference }, { onSuccess: agreed });
  };
  return (
    <Paper component="form" withBorder p="md" onSubmit={submit} aria-label={t.agree}>
      <Stack>
        <Text>{t.agreeHelp}</Text>
        <TextInput
          label={t.reference}
          required
          maxLength={60}
          maw={320}
          value={reference}
          onChange={(event) => setReference(event.currentTarget.value)}
        />
        <Refusal error={rearrange.error} />
        <Group>
          <Button type="submit" loading={rearrange.isPending}>
            {t.agree}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
