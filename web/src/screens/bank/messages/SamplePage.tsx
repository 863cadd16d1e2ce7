/** One message as its reader would see it: as an e-mail, as plain text, as a letter. */
import { Anchor, Code, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { useTexts } from "../../../i18n/texts";
import { MailFrame } from "../../../ui/MailFrame";
import { Page } from "../../../ui/Page";
import { Empty, Loaded } from "../../../ui/states";
import { texts } from "./texts";
import { type Sample, useSamples, useSampleText } from "./useMessages";

export default function SamplePage() {
  const t = useTexts(texts).samples;
  const { name = "" } = useParams();
  const samples = useSamples();
  const sample = samples.data?.find((each) => each.name === name);
  const back = (
    <Anchor component={Link} to="/banque/modeles">
      {t.title}
    </Anchor>
  );
  return (
    <Page title={sample?.subject ?? t.one} lead={back}>
      <Loaded query={samples} lines={8}>
        {() => (sample ? <Content key={name} sample={sample} /> : <Empty icon="letter">{t.nothing}</Empty>)}
      </Loaded>
    </Page>
  );
}

function Content({ sample: { name, subject, ways } }: { sample: Sample }) {
  const t = useTexts(texts).samples;
  const shown = `/api/notifications/templates/${name}`;
  const isLetterOnly = !ways.includes("email");
  return (
    <Stack align="stretch">
      {!isLetterOnly && <MailFrame address={`${shown}/html`} title={subject} open={t.asRead} />}
      {!isLetterOnly && <Plain name={name} />}
      {isLetterOnly && <Text>{t.hidden}</Text>}
      {ways.includes("letter") && (
        <Anchor href={`${shown}/pdf`} target="_blank">
          {t.pdf}
        </Anchor>
      )}
    </Stack>
  );
}

function Plain({ name }: { name: string }) {
  const t = useTexts(texts).samples;
  const [opened, setOpened] = useState(false);
  const text = useSampleText(name, opened);
  return (
    <details onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>{t.plain}</summary>
      {opened && (
        <Loaded query={text} lines={6}>
          {(words) => (
            <Code
              block
              tabIndex={0}
              mt="xs"
              lang="fr"
              style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}
            >
              {words}
            </Code>
          )}
        </Loaded>
      )}
    </details>
  );
}
