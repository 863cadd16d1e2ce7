/** The services as cards: open, asked for, to ask for; several are asked for at once. */
import { Badge, Button, Card, Checkbox, Group, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useFormat } from "../../i18n/format";
import { useTexts } from "../../i18n/texts";
import { focusHeading } from "../../ui/InPlace";
import { Icon } from "../../ui/icons";
import { Refusal } from "../../ui/states";
import { tell } from "../../ui/tell";
import { ICONS, SERVICES, services } from "./services";
import { texts } from "./texts";
import { type MyStructure, type Service, useAsk } from "./useRights";

export function Services({ mine }: { mine: MyStructure }) {
  const t = useTexts(texts);
  const format = useFormat();
  const ask = useAsk(mine.structure_id);
  const [ticked, setTicked] = useState<Service[]>([]);
  const chosen = ticked.filter((service) => stateOf(service, mine) === "notAsked");
  const mayAsk = mine.next_step !== "type_code";
  const hasMore = SERVICES.some((service) => stateOf(service, mine) === "notAsked");
  const done = () => {
    tell(t.askedNow);
    focusHeading();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen.length > 0) ask.mutate(chosen, { onSuccess: done });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Title order={3} size="h4">
          {t.services}
        </Title>
        <Checkbox.Group value={chosen} onChange={(value) => setTicked(value as Service[])}>
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
            {SERVICES.map((service) => (
              <ServiceCard key={service} service={service} mine={mine} mayAsk={mayAsk} />
            ))}
          </SimpleGrid>
        </Checkbox.Group>
        <Refusal error={ask.error} />
        {hasMore && (
          <Group>
            {mayAsk && (
              <Button type="submit" loading={ask.isPending} disabled={chosen.length === 0}>
                {chosen.length > 0
                  ? t.askCount(format.plural(chosen.length, t.service, t.severalServices))
                  : t.ask}
              </Button>
            )}
            <Text size="sm" c="dimmed">
              {mayAsk ? chosen.length === 0 && t.chooseFirst : t.waitForLetter}
            </Text>
          </Group>
        )}
      </Stack>
    </form>
  );
}

type State = "granted" | "asked" | "notAsked";
const COLOURS = { granted: "teal", asked: "yellow", notAsked: "gray" } as const;

type ServiceCardProps = { service: Service; mine: MyStructure; mayAsk: boolean };

function ServiceCard({ service, mine, mayAsk }: ServiceCardProps) {
  const t = useTexts(texts);
  const { name, allows } = useTexts(services)[service];
  const state = stateOf(service, mine);
  return (
    <Card withBorder padding="md" data-service={service} data-state={state}>
      <Stack gap="xs" h="100%">
        <Group justify="space-between" wrap="nowrap">
          <Icon name={ICONS[service]} />
          <Badge variant="light" color={COLOURS[state]}>
            {t[state]}
          </Badge>
        </Group>
        <Title order={4} size="h5">
          {name}
        </Title>
        <Text size="sm" c="dimmed">
          {allows}
        </Text>
        {state === "notAsked" && mayAsk && (
          <Checkbox value={service} label={t.chooseShort} aria-label={t.choose(name)} mt="auto" />
        )}
      </Stack>
    </Card>
  );
}

function stateOf(service: Service, { rights, request }: MyStructure): State {
  if (rights.includes(service)) return "granted";
  return request?.rights.includes(service) ? "asked" : "notAsked";
}
