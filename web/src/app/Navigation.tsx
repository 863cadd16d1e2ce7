/** The navigation: every screen with an entry that the person may open, part by part. */
import { NavLink } from "@mantine/core";
import { Link, useLocation } from "react-router";
import { useLanguage } from "../i18n/language";
import { useTexts } from "../i18n/texts";
import { screens } from "../screens";
import { useWho } from "../session/useSession";
import { Icon } from "../ui/icons";
import classes from "./Shell.module.css";
import { type Screen, SECTIONS, type Section } from "./screen";
import { texts } from "./texts";

export function Navigation() {
  const { who } = useWho();
  const open = screens.filter((screen) => screen.entry && (!screen.may || screen.may(who)));
  return SECTIONS.map((section) => (
    <Part
      key={section}
      section={section}
      screens={open.filter((screen) => screen.entry?.section === section)}
    />
  ));
}

function Part({ section, screens: shown }: { section: Section; screens: Screen[] }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const { pathname } = useLocation();
  if (shown.length === 0) return null;
  return (
    <section aria-label={t.sections[section]}>
      <div className={classes.section}>{t.sections[section]}</div>
      {shown.map(({ path, entry }) => (
        <NavLink
          key={path}
          component={Link}
          to={path}
          label={entry?.label[language]}
          leftSection={entry && <Icon name={entry.icon} />}
          active={isWithin(pathname, path)}
          aria-current={isWithin(pathname, path) ? "page" : undefined}
        />
      ))}
    </section>
  );
}

function isWithin(pathname: string, path: string): boolean {
  return pathname === path || (path !== "/" && pathname.startsWith(`${path}/`));
}
