import { holding, type Screen } from "../../app/screen";

const administrators = holding("administrator");

export const screens: Screen[] = [
  {
    path: "/administration/utilisateurs",
    load: () => import("./Users"),
    may: administrators,
    entry: {
      section: "mine",
      icon: "people",
      label: { fr: "Administration", en: "Administration" },
      about: {
        fr: "Les utilisateurs de votre structure : répondre à leurs demandes, changer leurs accès.",
        en: "The users of your organisation: answer their requests, change what they may do.",
      },
    },
  },
  {
    path: "/administration/utilisateurs/:structureId/:personId",
    load: () => import("./UserSheet"),
    may: administrators,
  },
];
