import type { Screen } from "../../app/screen";

export const screens: Screen[] = [
  {
    path: "/",
    load: () => import("./Home"),
    entry: { section: "portal", icon: "home", label: { fr: "Accueil", en: "Home" } },
  },
];
