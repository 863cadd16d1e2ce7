/** Where there is no page, or the page broke. */
import { Anchor, Button, Text } from "@mantine/core";
import { Link } from "react-router";
import { useTexts } from "../i18n/texts";
import { Page } from "../ui/Page";
import { texts } from "./texts";

export function NotFound() {
  const t = useTexts(texts);
  return (
    <Page title={t.notFound} narrow>
      <Text>{t.notFoundHelp}</Text>
      <Anchor component={Link} to="/">
        {t.home}
      </Anchor>
    </Page>
  );
}

export function Broken() {
  const t = useTexts(texts);
  return (
    <Page title={t.broken} narrow>
      <Text>{t.brokenHelp}</Text>
      <Button onClick={() => location.reload()}>{t.reload}</Button>
    </Page>
  );
}
