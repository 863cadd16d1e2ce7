/** Say in a corner of the page, and to screen readers, that something is done. */
import { notifications } from "@mantine/notifications";
import { currentLanguage } from "../i18n/language";
import { texts } from "./texts";

export function tell(message: string): void {
  const closeButtonProps = { "aria-label": texts[currentLanguage()].close };
  notifications.show({ message, color: "teal", closeButtonProps });
}
