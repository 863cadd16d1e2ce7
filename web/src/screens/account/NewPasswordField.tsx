/** A field for a new password, with the rules it keeps as it is typed. */
import { List, type PasswordInputProps, Stack, VisuallyHidden } from "@mantine/core";
import { useTexts } from "../../i18n/texts";
import { Icon } from "../../ui/icons";
import { Password } from "../../ui/Password";
import classes from "./NewPasswordField.module.css";
import { passwordRules, type Rules } from "./passwordRules";
import { texts } from "./texts";

type NewPasswordFieldProps = PasswordInputProps & { typed: string; ownWords: readonly string[] };

export function NewPasswordField({ typed, ownWords, ...field }: NewPasswordFieldProps) {
  const rules = passwordRules(typed, ownWords);
  return (
    <Stack gap={6}>
      <Password autoComplete="new-password" {...field} />
      <RuleList
        rules={rules}
        shown={ownWords.length > 0 ? ["length", "classes", "own"] : ["length", "classes"]}
      />
    </Stack>
  );
}

function RuleList({ rules, shown }: { rules: Rules; shown: readonly (keyof Rules)[] }) {
  const t = useTexts(texts).rules;
  return (
    <List size="sm" listStyleType="none" spacing={2} aria-label={t.title}>
      {shown.map((rule) => (
        <List.Item
          key={rule}
          className={rules[rule] ? classes.kept : classes.open}
          icon={<Icon name={rules[rule] ? "check" : "dot"} size={16} />}
        >
          {t[rule]}
          <VisuallyHidden> – {rules[rule] ? t.kept : t.open}</VisuallyHidden>
        </List.Item>
      ))}
    </List>
  );
}
