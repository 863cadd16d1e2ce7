import type { Screen } from "../../app/screen";

export const screens: Screen[] = [
  {
    path: "/simulateur",
    load: () => import("./Simulator"),
    entry: {
      section: "portal",
      icon: "calculator",
      label: { fr: "Simulateur de prêt", en: "Loan simulator" },
      about: {
        fr: "Le tableau d’amortissement d’un prêt, et ce qu’il deviendrait si l’index changeait.",
        en: "The repayment schedule of a loan, and what it would become if the index moved.",
      },
    },
  },
];
