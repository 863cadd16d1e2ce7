/** The addresses of the portal: each screen is loaded when it is opened, for whom it is meant. */
import { VisuallyHidden } from "@mantine/core";
import { type ComponentType, lazy, Suspense } from "react";
import { createBrowserRouter, Navigate, useLocation } from "react-router";
import { useTexts } from "../i18n/texts";
import { screens } from "../screens";
import { useWho } from "../session/useSession";
import { Page } from "../ui/Page";
import { Failure, NoRight, Waiting } from "../ui/states";
import { Broken, NotFound } from "./Astray";
import { Shell } from "./Shell";
import type { Screen } from "./screen";
import { texts } from "./texts";

export function createRouter() {
  return createBrowserRouter([
    {
      element: <Shell />,
      errorElement: <Broken />,
      children: [...screens.map(routeOf), { path: "*", element: <NotFound /> }],
    },
  ]);
}

function routeOf(screen: Screen) {
  const Content = lazy(screen.load);
  return {
    path: screen.path,
    element: <Guarded screen={screen} Content={Content} />,
    errorElement: <Broken />,
  };
}

function Guarded({ screen, Content }: { screen: Screen; Content: ComponentType }) {
  const { who, isPending, error, retry } = useWho();
  const { pathname, search } = useLocation();
  if (screen.may && isPending) return error ? <Unavailable error={error} retry={retry} /> : <Coming />;
  if (screen.may && !screen.may(who)) {
    if (who.person) return <Reserved />;
    return <Navigate to={`/connexion?suite=${encodeURIComponent(pathname + search)}`} replace />;
  }
  return (
    <Suspense fallback={<Coming />}>
      <Content key={screen.path} />
    </Suspense>
  );
}

/** Until the page is there, it has a name for who cannot see its skeleton; the focus waits for its own. */
function Coming() {
  const t = useTexts(texts);
  return (
    <>
      <VisuallyHidden component="h1">{t.coming}</VisuallyHidden>
      <Waiting lines={6} />
    </>
  );
}

function Unavailable({ error, retry }: { error: Error; retry: () => void }) {
  const t = useTexts(texts);
  return (
    <Page title={t.unavailable}>
      <Failure error={error} retry={retry} />
    </Page>
  );
}

function Reserved() {
  const t = useTexts(texts);
  return (
    <Page title={t.reserved}>
      <NoRight />
    </Page>
  );
}
