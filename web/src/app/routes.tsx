/** The addresses of the portal: each screen is loaded when it is opened, for whom it is meant. */
import { type ComponentType, lazy, Suspense } from "react";
import { createBrowserRouter, Navigate, useLocation } from "react-router";
import { screens } from "../screens";
import { useWho } from "../session/useSession";
import { Failure, NoRight, Waiting } from "../ui/states";
import { Broken, NotFound } from "./Astray";
import { Shell } from "./Shell";
import type { Screen } from "./screen";

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
  if (screen.may && isPending) return error ? <Failure error={error} retry={retry} /> : <Waiting />;
  if (screen.may && !screen.may(who)) {
    if (who.person) return <NoRight />;
    return <Navigate to={`/connexion?suite=${encodeURIComponent(pathname + search)}`} replace />;
  }
  return (
    <Suspense fallback={<Waiting lines={6} />}>
      <Content key={screen.path} />
    </Suspense>
  );
}
