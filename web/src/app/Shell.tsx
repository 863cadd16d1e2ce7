/** What surrounds every page: the way past it, the header, the navigation, and what must be told on any page. */
import { Alert, AppShell, Burger, Group, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useEffect, useRef } from "react";
import { Link, Outlet, useLocation } from "react-router";
import { useTexts } from "../i18n/texts";
import { Icon } from "../ui/icons";
import { AccountMenu } from "./AccountMenu";
import { LogInAgain } from "./LogInAgain";
import { Navigation } from "./Navigation";
import { ColourMenu, LanguageButton } from "./Preferences";
import classes from "./Shell.module.css";
import { texts } from "./texts";
import { useIsOnline } from "./useIsOnline";

export function Shell() {
  const t = useTexts(texts);
  const [opened, menu] = useDisclosure(false);
  const { pathname } = useLocation();
  const close = useRef(menu.close);
  // biome-ignore lint/correctness/useExhaustiveDependencies: at each new address, whatever else changes.
  useEffect(() => {
    close.current();
    window.scrollTo(0, 0);
  }, [pathname]);
  return (
    <>
      <a href="#contenu" className={classes.skip} data-print="hide">
        {t.skip}
      </a>
      <AppShell
        header={{ height: 60 }}
        navbar={{ width: 260, breakpoint: "md", collapsed: { mobile: !opened } }}
        padding={{ base: "md", sm: "xl" }}
      >
        <AppShell.Header className={classes.header} data-print="hide">
          <Group h="100%" px={{ base: "xs", sm: "md" }} justify="space-between" wrap="nowrap" gap="xs">
            <Group gap="xs" wrap="nowrap">
              <Burger
                opened={opened}
                onClick={menu.toggle}
                hiddenFrom="md"
                size="sm"
                color="white"
                aria-expanded={opened}
                aria-label={opened ? t.closeMenu : t.openMenu}
              />
              <UnstyledButton component={Link} to="/" className={classes.brand}>
                <img src="/favicon.svg" alt="" width={28} height={28} />
                <span>{t.brand}</span>
              </UnstyledButton>
            </Group>
            <Group gap={4} wrap="nowrap">
              <LanguageButton />
              <ColourMenu />
              <AccountMenu />
            </Group>
          </Group>
        </AppShell.Header>
        <AppShell.Navbar p="sm" data-print="hide" aria-label={t.navigation} className={classes.navbar}>
          <Navigation />
        </AppShell.Navbar>
        <AppShell.Main id="contenu" tabIndex={-1} className={classes.main}>
          <Offline />
          <Outlet />
        </AppShell.Main>
      </AppShell>
      <LogInAgain />
    </>
  );
}

function Offline() {
  const t = useTexts(texts);
  const online = useIsOnline();
  return (
    <div role="status" data-print="hide">
      {!online && (
        <Alert color="yellow" mb="md" icon={<Icon name="warning" />}>
          {t.offline}
        </Alert>
      )}
    </div>
  );
}
