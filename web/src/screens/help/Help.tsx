/** The questions that people ask, answered in our own words; each has an address of its own: /aide#numero-client. */
import { Accordion, Anchor, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDeferredValue, useEffect, useState } from "react";
import { Link, useLocation } from "react-router";
import { useTexts } from "../../i18n/texts";
import { Icon } from "../../ui/icons";
import { Page } from "../../ui/Page";
import { Empty } from "../../ui/states";
import { plain } from "../../ui/table/columns";
import { answers } from "./answers";
import type { Topic } from "./answers/topic";
import { texts } from "./texts";

export default function Help() {
  const t = useTexts(texts);
  const topics = useTexts(answers).topics;
  const [search, setSearch] = useState("");
  const wanted = plain(useDeferredValue(search).trim());
  const { hash } = useLocation();
  const [open, setOpen] = useState<string[]>(hash ? [hash.slice(1)] : []);
  useEffect(() => {
    if (hash) document.getElementById(hash.slice(1))?.scrollIntoView();
  }, [hash]);
  const found = topics.map((topic) => narrowed(topic, wanted)).filter((topic) => topic.answers.length > 0);
  return (
    <Page title={t.title} lead={t.lead} narrow>
      <TextInput
        type="search"
        label={t.search}
        leftSection={<Icon name="search" size={16} />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {found.length === 0 && (
        <div role="status">
          <Empty icon="search">{t.nothing}</Empty>
        </div>
      )}
      {found.map((topic) => (
        <Stack key={topic.title} gap="xs" component="section" aria-label={topic.title}>
          <Title order={2}>{topic.title}</Title>
          <Accordion multiple value={open} onChange={setOpen} variant="separated" order={3}>
            {topic.answers.map((answer) => (
              <Accordion.Item key={answer.id} value={answer.id} id={answer.id}>
                <Accordion.Control>{answer.question}</Accordion.Control>
                <Accordion.Panel>
                  <Answer answer={answer} />
                </Accordion.Panel>
              </Accordion.Item>
            ))}
          </Accordion>
        </Stack>
      ))}
      <Text>
        {t.notFound}{" "}
        <Anchor component={Link} to="/assistance" underline="always">
          {t.write}
        </Anchor>
      </Text>
    </Page>
  );
}

function Answer({ answer: { answer, link, path } }: { answer: Topic["answers"][number] }) {
  return (
    <Stack gap="xs">
      {answer.split("\n").map((paragraph) => (
        <Text key={paragraph}>{paragraph}</Text>
      ))}
      {path && (
        <Anchor component={Link} to={path} underline="always">
          {link}
        </Anchor>
      )}
    </Stack>
  );
}

function narrowed(topic: Topic, wanted: string): Topic {
  const answersLeft = topic.answers.filter((each) =>
    plain(`${each.question} ${each.answer}`).includes(wanted),
  );
  return { ...topic, answers: answersLeft };
}
