/** Joining a structure: finding it, checking that it is the one, saying what one does there. */
import { useForm } from "@mantine/form";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useTexts } from "../../i18n/texts";
import { usePerson } from "../../session/useSession";
import { focusHeading } from "../../ui/InPlace";
import { Page } from "../../ui/Page";
import { Loaded } from "../../ui/states";
import { tell } from "../../ui/tell";
import { Search } from "./Search";
import { type AboutSelfForm, Sheet } from "./Sheet";
import { texts } from "./texts";
import { useEstablishment } from "./useStructures";

export default function Join() {
  const t = useTexts(texts).join;
  const person = usePerson().data;
  const [typed, setTyped] = useState("");
  const [siret, setSiret] = useState("");
  const form = useForm({
    initialValues: { function: "", email: person?.email ?? "", phone: person?.phone ?? "" },
  });
  /** None: back to the search, as it was left. */
  const choose = (chosen: string) => {
    setSiret(chosen);
    focusHeading();
  };
  return (
    <Page title={t.title} lead={t.lead} narrow>
      {siret ? (
        <Chosen siret={siret} form={form} other={() => choose("")} />
      ) : (
        <Search typed={typed} setTyped={setTyped} choose={choose} />
      )}
    </Page>
  );
}

type ChosenProps = {
  siret: string;
  form: AboutSelfForm;
  other: () => void;
};

function Chosen({ siret, form, other }: ChosenProps) {
  const t = useTexts(texts).join;
  const navigate = useNavigate();
  const establishment = useEstablishment(siret);
  const done = (name: string) => {
    tell(t.done(name));
    void navigate("/mes-structures");
  };
  return (
    <Loaded query={establishment} lines={6}>
      {(found) => <Sheet establishment={found} form={form} other={other} done={() => done(found.name)} />}
    </Loaded>
  );
}
