import { anyClient, type Screen } from "../../app/screen";

export const screens: Screen[] = [
  {
    path: "/mes-structures",
    load: () => import("./MyStructures"),
    may: anyClient,
    entry: {
      section: "mine",
      icon: "building",
      label: { fr: "Mes structures", en: "My organisations" },
      about: {
        fr: "Les organismes pour lesquels vous travaillez, et ce que vous y faites.",
        en: "The organisations you work for, and what you do there.",
      },
    },
  },
  { path: "/mes-structures/ajouter", load: () => import("./Join"), may: anyClient },
];
