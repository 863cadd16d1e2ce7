/** Noting by hand what became of a letter that the mailing house has. */
import { Text } from "@mantine/core";
import { useTexts } from "../../../i18n/texts";
import { Confirm } from "../../../ui/Confirm";
import { focusHeading } from "../../../ui/InPlace";
import { tell } from "../../../ui/tell";
import { WithReason } from "../../../ui/WithReason";
import { texts } from "./texts";
import { type MessageDetail, useNoteStatus } from "./useMessages";

export function Posted({ message }: { message: MessageDetail }) {
  return (
    <>
      {message.state !== "delivered" && <Delivered reference={message.reference} />}
      {message.state !== "returned" && <Returned reference={message.reference} />}
    </>
  );
}

function Delivered({ reference }: { reference: string }) {
  const t = useTexts(texts).one;
  const note = useNoteStatus(reference, "delivered");
  const done = (close: () => void) => {
    close();
    tell(t.deliveredDone);
    focusHeading();
  };
  return (
    <Confirm
      label={t.delivered}
      title={t.deliveredTitle}
      confirm={t.delivered}
      act={(close) => note.mutate("", { onSuccess: () => done(close) })}
      isPending={note.isPending}
      error={note.error}
      reset={note.reset}
      danger={false}
    >
      <Text>{t.deliveredFollows}</Text>
    </Confirm>
  );
}

function Returned({ reference }: { reference: string }) {
  const t = useTexts(texts).one;
  return (
    <WithReason
      act={useNoteStatus(reference, "returned")}
      label={t.returned}
      title={t.returnedTitle}
      confirm={t.returned}
      done={t.returnedDone}
      danger={false}
    >
      <Text>{t.returnedFollows}</Text>
    </WithReason>
  );
}
