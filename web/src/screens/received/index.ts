import type { Screen } from "../../app/screen";

export const screens: Screen[] = [
  {
    path: "/avis-et-courriers",
    load: () => import("./Received"),
    may: (who) => who.may("loans.read") || who.may("guarantees.read"),
    entry: {
      section: "loans",
      icon: "file",
      label: { fr: "Avis et courriers", en: "Notices and letters" },
      about: {
        fr: "Ce que nous vous avons écrit : révisions, avis d’échéance, courriers, à relire ici.",
        en: "What we wrote to you: revisions, payment notices, letters, to read again here.",
      },
    },
  },
];
