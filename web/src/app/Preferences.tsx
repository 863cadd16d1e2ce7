/** How the reader wants the page: its language, its colours. */
import { ActionIcon, Button, type MantineColorScheme, Menu, useMantineColorScheme } from "@mantine/core";
import { speak, useLanguage } from "../i18n/language";
import { useTexts } from "../i18n/texts";
import { Icon } from "../ui/icons";
import classes from "./Shell.module.css";
import { texts } from "./texts";

const SCHEMES = [
  ["light", "sun"],
  ["dark", "moon"],
  ["auto", "halfSun"],
] as const;

export function LanguageButton() {
  const t = useTexts(texts);
  const other = useLanguage() === "fr" ? "en" : "fr";
  return (
    <Button
      variant="subtle"
      size="compact-md"
      className={classes.onHeader}
      lang={other}
      onClick={() => speak(other)}
      title={t.otherLanguageHelp}
      visibleFrom="xs"
    >
      {t.otherLanguage}
    </Button>
  );
}

export function ColourMenu() {
  const t = useTexts(texts);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const other = useLanguage() === "fr" ? "en" : "fr";
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon variant="subtle" size="lg" className={classes.onHeader} aria-label={t.colours}>
          <Icon name="halfSun" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t.colours}</Menu.Label>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(scheme) => setColorScheme(scheme as MantineColorScheme)}
        >
          {SCHEMES.map(([scheme, icon]) => (
            <Menu.RadioItem
              key={scheme}
              value={scheme}
              closeMenuOnClick
              rightSection={<Icon name={icon} size={18} />}
            >
              {t[scheme]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Item
          hiddenFrom="xs"
          lang={other}
          leftSection={<Icon name="language" size={18} />}
          onClick={() => speak(other)}
        >
          {t.otherLanguage}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
