import { anyClient, type Screen } from "../../app/screen";

export const screens: Screen[] = [
  {
    path: "/mes-services",
    load: () => import("./MyServices"),
    may: anyClient,
    entry: {
      section: "mine",
      icon: "key",
      label: { fr: "Mes services", en: "My services" },
      about: {
        fr: "Ce que vous pouvez faire dans chaque structure, demander un service, saisir le code du courrier.",
        en: "What you may do in each organisation, ask for a service, type the code of the letter.",
      },
    },
  },
];
