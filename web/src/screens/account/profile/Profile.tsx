/** One's own account: who one is, how one logs in, where one is logged in, what is held, and leaving. */
import { Alert } from "@mantine/core";
import { useTexts } from "../../../i18n/texts";
import { usePerson } from "../../../session/useSession";
import { Icon } from "../../../ui/icons";
import { Page } from "../../../ui/Page";
import { Loaded } from "../../../ui/states";
import { Closing } from "./Closing";
import { Credentials } from "./Credentials";
import { Identity } from "./Identity";
import { PersonalData } from "./PersonalData";
import { Sessions } from "./Sessions";
import { texts } from "./texts";

export default function Profile() {
  const t = useTexts(texts);
  const person = usePerson();
  return (
    <Page title={t.title} narrow>
      <Loaded query={person}>
        {(me) =>
          me && (
            <>
              {me.kind === "staff" && (
                <Alert icon={<Icon name="bank" />} title={t.staff}>
                  {t.staffHelp}
                </Alert>
              )}
              <Identity person={me} />
              <Credentials person={me} />
              <Sessions />
              <PersonalData person={me} />
              {me.kind === "client" && <Closing />}
            </>
          )
        }
      </Loaded>
    </Page>
  );
}
