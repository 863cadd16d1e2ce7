/** Proposing a new version of an official value. */
import { Anchor, Stack, Text } from "@mantine/core";
import { Link, useNavigate, useParams } from "react-router";
import { useFormat } from "../../../i18n/format";
import { useTexts } from "../../../i18n/texts";
import { Page } from "../../../ui/Page";
import { Loaded } from "../../../ui/states";
import { tell } from "../../../ui/tell";
import { texts } from "./texts";
import { type Fixing, useCorrect, useFixing } from "./useRates";
import { asFraction, type Wanted, WantedForm } from "./WantedForm";

export default function Correct() {
  const t = useTexts(texts);
  const { fixingId = "" } = useParams();
  const fixing = useFixing(fixingId);
  const back = (
    <Anchor component={Link} to={`/banque/taux/${fixingId}`}>
      {t.fixing.title}
    </Anchor>
  );
  return (
    <Page title={t.correct.title} lead={t.correct.lead} actions={back}>
      <Loaded query={fixing}>{(official) => <Form fixing={official} />}</Loaded>
    </Page>
  );
}

function Form({ fixing }: { fixing: Fixing }) {
  const t = useTexts(texts);
  const format = useFormat();
  const correct = useCorrect(fixing.fixing_id);
  const navigate = useNavigate();
  const send = (wanted: Wanted, onError: (error: Error) => void) =>
    correct.mutate(asFraction(wanted), {
      onError,
      onSuccess: ({ fixing_id }) => {
        tell(t.propose.done);
        navigate(`/banque/taux/${fixing_id}`);
      },
    });
  return (
    <Stack>
      <Text>{t.correct.present(format.percent(fixing.value), fixing.legal_reference)}</Text>
      <WantedForm
        title={t.propose.title}
        help={t.propose.help}
        submit={t.correct.submit}
        start={{
          value: Number(fixing.value) * 100,
          derogation: fixing.derogation,
          legal_reference: "",
          published_on: "",
          note: "",
        }}
        send={send}
        isPending={correct.isPending}
        error={correct.error}
      />
    </Stack>
  );
}
