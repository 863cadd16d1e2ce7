import type { Screen } from "../../app/screen";

export const screens: Screen[] = [
  {
    path: "/aide",
    load: () => import("./Help"),
    entry: {
      section: "portal",
      icon: "help",
      label: { fr: "Aide", en: "Help" },
      about: {
        fr: "Les réponses aux questions qu’on nous pose : compte, administrateur, courrier, numéro client.",
        en: "Answers to the questions we are asked: account, administrator, letter, client number.",
      },
    },
  },
  { path: "/conditions", load: () => import("./Terms") },
];
