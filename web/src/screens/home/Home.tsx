/** The home page: what the portal is, and a card for each thing that this person can do. */
import { Alert, Button, Card, Group, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { Link } from "react-router";
import type { Screen } from "../../app/screen";
import { useLanguage } from "../../i18n/language";
import { inLanguage, useTexts } from "../../i18n/texts";
import { useWho, type Who } from "../../session/useSession";
import { Icon } from "../../ui/icons";
import { Page } from "../../ui/Page";
import { cardsFor } from "./cardsFor";
import classes from "./Home.module.css";
import { texts } from "./texts";

export default function Home() {
  const t = useTexts(texts);
  const { who, isPending } = useWho();
  const name = who.person?.first_name;
  return (
    <Page title={name ? t.hello(name) : t.title} lead={name ? t.helloLead : t.lead}>
      {!who.person && !isPending && <Doors />}
      {isAlone(who) && !isPending && <Join />}
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>{cardsFor(who).map(cardOf)}</SimpleGrid>
    </Page>
  );
}

function Doors() {
  const t = useTexts(texts);
  return (
    <Group>
      <Button component={Link} to="/connexion" size="md">
        {t.logIn}
      </Button>
      <Button component={Link} to="/inscription" size="md" variant="default">
        {t.register}
      </Button>
    </Group>
  );
}

function Join() {
  const t = useTexts(texts);
  return (
    <Alert title={t.join} icon={<Icon name="building" />}>
      <Stack align="flex-start" gap="xs">
        <Text size="sm">{t.joinHelp}</Text>
        <Button component={Link} to="/mes-structures" size="xs">
          {t.joinAction}
        </Button>
      </Stack>
    </Alert>
  );
}

const cardOf = (screen: Screen) => <ScreenCard key={screen.path} screen={screen} />;

function ScreenCard({ screen: { path, entry } }: { screen: Screen }) {
  const language = useLanguage();
  if (!entry) return null;
  return (
    <Card withBorder padding="lg" className={classes.card}>
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <span className={classes.icon}>
          <Icon name={entry.icon} size={26} />
        </span>
        <Stack gap={4}>
          <Title order={2} size="h3">
            <Link to={path} className={classes.link}>
              {entry.label[language]}
            </Link>
          </Title>
          <Text c="dimmed">{entry.about && inLanguage(entry.about, language)}</Text>
        </Stack>
      </Group>
    </Card>
  );
}

/** A client who belongs to no structure yet. */
function isAlone(who: Who): boolean {
  return who.person?.kind === "client" && who.structures.length === 0;
}
