/** What somebody accepts who opens an account, and what is kept of them. */
import { List, Text, Title } from "@mantine/core";
import { useTexts } from "../../i18n/texts";
import { Page } from "../../ui/Page";
import { texts } from "./texts";

export default function Terms() {
  const t = useTexts(texts).terms;
  return (
    <Page title={t.title} narrow>
      <Text>{t.purpose}</Text>
      <Title order={2}>{t.useTitle}</Title>
      <List spacing="xs">
        {Object.entries(t.use).map(([key, text]) => (
          <List.Item key={key}>{text}</List.Item>
        ))}
      </List>
      <Title order={2}>{t.dataTitle}</Title>
      <List spacing="xs">
        {Object.entries(t.data).map(([key, text]) => (
          <List.Item key={key}>{text}</List.Item>
        ))}
      </List>
    </Page>
  );
}
