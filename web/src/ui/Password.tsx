/** A field for a password: hidden until its reader wants to see it; pasting and password managers work. */
import { PasswordInput, type PasswordInputProps } from "@mantine/core";
import { useTexts } from "../i18n/texts";
import { texts } from "./texts";

export function Password(props: PasswordInputProps) {
  const t = useTexts(texts);
  return (
    <PasswordInput
      required
      visibilityToggleButtonProps={{ "aria-label": t.showPassword, tabIndex: 0, "aria-hidden": false }}
      {...props}
    />
  );
}
