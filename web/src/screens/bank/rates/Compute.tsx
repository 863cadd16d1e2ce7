/** Computing a value with every step explained, and proposing one. */
import { Anchor, Button, Group, NativeSelect, Paper, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { Link, useNavigate } from "react-router";
import { useLanguage } from "../../../i18n/language";
import { useTexts } from "../../../i18n/texts";
import { useWho } from "../../../session/useSession";
import { besidesFields, showAtFields } from "../../../ui/forms";
import { Page } from "../../../ui/Page";
import { Empty, Loaded, Refusal } from "../../../ui/states";
import { tell } from "../../../ui/tell";
import { type Index, useComingDates, useIndexes } from "../../indexes/useIndexes";
import { Explained } from "./Explained";
import { texts } from "./texts";
import { type Computation, type Question, useCompute, usePropose } from "./useRates";
import { asFraction, type Wanted, WantedForm } from "./WantedForm";

export default function Compute() {
  const t = useTexts(texts);
  const indexes = useIndexes();
  const back = (
    <Anchor component={Link} to="/banque/taux">
      {t.desk}
    </Anchor>
  );
  return (
    <Page title={t.question.title} lead={t.question.lead} actions={back}>
      <Loaded query={indexes}>{(all) => <Desk indexes={all.filter((each) => each.proposable)} />}</Loaded>
    </Page>
  );
}

function Desk({ indexes }: { indexes: Index[] }) {
  const { who } = useWho();
  const compute = useCompute();
  const first = indexes[0];
  const coming = useComingDates(first?.code ?? "");
  if (!first) return <Empty />;
  return (
    <Stack gap="lg">
      <Loaded query={coming}>
        {(dates) => (
          <Ask
            indexes={indexes}
            first={first}
            day={dates.find(({ kind }) => kind === "normal")?.day ?? ""}
            compute={compute}
          />
        )}
      </Loaded>
      {compute.data && <Explained computation={compute.data} />}
      {compute.data && who.may("rates.officer") && (
        <Propose key={`${compute.data.index} ${compute.data.effective_on}`} computation={compute.data} />
      )}
    </Stack>
  );
}

type AskProps = { indexes: Index[]; first: Index; day: string; compute: ReturnType<typeof useCompute> };

function Ask({ indexes, first, day, compute }: AskProps) {
  const t = useTexts(texts).question;
  const language = useLanguage();
  const form = useForm({
    initialValues: { index: first.code, effective_on: day, known_on: "" },
  });
  const submit = form.onSubmit(({ known_on, ...asked }) =>
    compute.mutate({ ...asked, ...(known_on && { known_on }) } as Question, { onError: showAtFields(form) }),
  );
  return (
    <Paper component="form" withBorder p="md" onSubmit={submit}>
      <Stack>
        <Group align="flex-start">
          <NativeSelect
            label={t.index}
            data={indexes.map((each) => ({
              value: each.code,
              label: language === "fr" ? each.name : each.name_english,
            }))}
            {...form.getInputProps("index")}
          />
          <TextInput type="date" label={t.effective} required {...form.getInputProps("effective_on")} />
          <TextInput
            type="date"
            label={t.known}
            description={t.knownHelp}
            inputWrapperOrder={["label", "input", "description", "error"]}
            {...form.getInputProps("known_on")}
          />
        </Group>
        <Refusal error={besidesFields(compute.error, form.values)} />
        <Button type="submit" loading={compute.isPending} style={{ alignSelf: "flex-start" }}>
          {t.submit}
        </Button>
      </Stack>
    </Paper>
  );
}

function Propose({ computation }: { computation: Computation }) {
  const t = useTexts(texts).propose;
  const propose = usePropose();
  const navigate = useNavigate();
  const start: Wanted = {
    value: Number(computation.value) * 100,
    derogation: false,
    legal_reference: "",
    published_on: "",
    note: "",
  };
  const send = (wanted: Wanted, onError: (error: Error) => void) =>
    propose.mutate(
      {
        ...asFraction(wanted),
        index: computation.index as Question["index"],
        effective_on: computation.effective_on,
      },
      {
        onError,
        onSuccess: (fixing) => {
          tell(t.done);
          navigate(`/banque/taux/${fixing.fixing_id}`);
        },
      },
    );
  return (
    <WantedForm
      title={t.title}
      help={t.help}
      submit={t.submit}
      start={start}
      send={send}
      isPending={propose.isPending}
      error={propose.error}
    />
  );
}
