import type { Screen } from "../../app/screen";

export const screens: Screen[] = [
  {
    path: "/assistance",
    load: () => import("./Contact"),
    entry: {
      section: "portal",
      icon: "speech",
      label: { fr: "Assistance", en: "Support" },
      about: {
        fr: "Une question, un blocage : écrivez-nous, une personne vous répond par e-mail.",
        en: "A question, something that does not work: write to us, a person answers by e-mail.",
      },
    },
  },
];
