import type { Screen } from "../../app/screen";

export const screens: Screen[] = [
  {
    path: "/index",
    load: () => import("./Indexes"),
    entry: {
      section: "portal",
      icon: "chart",
      label: { fr: "Les index", en: "Indexes" },
      about: {
        fr: "Livret A, LEP, inflation : la valeur du moment, comment elle est calculée, son histoire depuis 1818.",
        en: "Livret A, LEP, inflation: the present value, how it is computed, its history since 1818.",
      },
    },
  },
];
