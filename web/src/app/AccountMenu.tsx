/** The person's own corner of the header, or the doors where nobody is logged in. */
import { Button, Menu } from "@mantine/core";
import { Link, useLocation, useNavigate } from "react-router";
import { useTexts } from "../i18n/texts";
import { type Person, useLogOut, usePerson } from "../session/useSession";
import { Icon } from "../ui/icons";
import classes from "./Shell.module.css";
import { texts } from "./texts";

export function AccountMenu() {
  const person = usePerson();
  if (person.isPending) return null;
  return person.data ? <Mine person={person.data} /> : <Door />;
}

function Door() {
  const t = useTexts(texts);
  const { pathname } = useLocation();
  const back = pathname === "/" || pathname === "/connexion" ? "" : `?suite=${encodeURIComponent(pathname)}`;
  return (
    <Button component={Link} to={`/connexion${back}`} variant="white" size="sm">
      {t.logIn}
    </Button>
  );
}

function Mine({ person }: { person: Person }) {
  const t = useTexts(texts);
  const navigate = useNavigate();
  const logOut = useLogOut();
  const name = `${person.first_name} ${person.last_name}`;
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <Button
          variant="subtle"
          className={classes.onHeader}
          aria-label={t.account(name)}
          leftSection={<Icon name="person" />}
          px={{ base: 6, sm: "sm" }}
        >
          <span className="mantine-visible-from-sm">{name}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to="/profil" leftSection={<Icon name="person" size={18} />}>
          {t.profile}
        </Menu.Item>
        <Menu.Item
          leftSection={<Icon name="logout" size={18} />}
          onClick={() => logOut.mutate(undefined, { onSuccess: () => void navigate("/") })}
        >
          {t.logOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
