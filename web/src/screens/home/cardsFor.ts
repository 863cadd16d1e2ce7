/** What the home page leads to: what is this person's own comes first, what is open to all after it. */
import type { Screen } from "../../app/screen";
import type { Who } from "../../session/useSession";
import { screens } from "..";

export function cardsFor(who: Who): Screen[] {
  const shown = screens.filter((screen) => screen.entry?.about && (screen.may?.(who) ?? true));
  const isForAll = (screen: Screen) => screen.entry?.section === "portal";
  return [...shown.filter((screen) => !isForAll(screen)), ...shown.filter(isForAll)];
}
