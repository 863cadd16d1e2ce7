/** Case 1: nobody can decide, so whoever represents the structure is asked by letter, if its person agrees. */
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useTexts } from "../../i18n/texts";
import { focusHeading } from "../../ui/InPlace";
import { Icon } from "../../ui/icons";
import { Refusal } from "../../ui/states";
import { tell } from "../../ui/tell";
import { CancelRequest } from "./CancelRequest";
import { texts } from "./texts";
import { type Appointment, type Request, useAccept, useHistory } from "./useRights";
import { Wanted } from "./Wanted";

type AcceptProps = { name: string; request: Request; isAdministrator: boolean };

export function Accept({ name, request, isAdministrator }: AcceptProps) {
  const t = useTexts(texts).accept;
  const expired = useExpired(request);
  const accept = useAccept();
  const done = () => {
    tell(t.done);
    focusHeading();
  };
  const submit = expired ? t.again : isAdministrator ? t.moreSubmit : t.submit;
  return (
    <Alert
      color="yellow"
      icon={<Icon name="warning" />}
      title={expired ? t.expired : isAdministrator ? t.moreTitle : t.title}
    >
      <Stack gap="sm">
        {expired ? (
          <Text size="sm">
            {expired.why} {t.expiredHelp}
          </Text>
        ) : (
          <Text size="sm">{isAdministrator ? t.moreWhy(name) : t.why(name)}</Text>
        )}
        <Wanted request={request} />
        {!isAdministrator && (
          <Text size="sm" fw={600}>
            {t.check}
          </Text>
        )}
        <Text size="sm">{t.letter}</Text>
        <Refusal error={accept.error} />
        <Group>
          <Button
            loading={accept.isPending}
            onClick={() => accept.mutate(request.request_id, { onSuccess: done })}
          >
            {submit}
          </Button>
          <CancelRequest request={request} />
        </Group>
      </Stack>
    </Alert>
  );
}

/** The appointment of this request whose code was not typed in time, or mistyped too often. */
function useExpired(request: Request): Appointment | undefined {
  const history = useHistory();
  return history.data?.appointments.find(
    (each) => each.request_id === request.request_id && each.state === "expired",
  );
}
