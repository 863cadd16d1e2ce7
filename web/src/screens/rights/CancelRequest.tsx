import { Text } from "@mantine/core";
import { useTexts } from "../../i18n/texts";
import { Confirm } from "../../ui/Confirm";
import { focusHeading } from "../../ui/InPlace";
import { tell } from "../../ui/tell";
import { texts } from "./texts";
import { type Request, useCancel } from "./useRights";

export function CancelRequest({ request }: { request: Request }) {
  const t = useTexts(texts).cancel;
  const cancel = useCancel();
  const done = () => {
    tell(t.done);
    focusHeading();
  };
  return (
    <Confirm
      label={t.open}
      title={t.title}
      confirm={t.confirm}
      act={() => cancel.mutate(request.request_id, { onSuccess: done })}
      isPending={cancel.isPending}
      error={cancel.error}
      reset={cancel.reset}
      danger={false}
    >
      <Text>{t.follows}</Text>
      {request.state === "awaiting_code" && <Text>{t.letter}</Text>}
    </Confirm>
  );
}
