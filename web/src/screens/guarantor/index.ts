import { holding, type Screen } from "../../app/screen";

const mayReadGuarantees = holding("guarantees.read");

export const screens: Screen[] = [
  {
    path: "/dette-garantie",
    load: () => import("./GuaranteedDebt"),
    may: mayReadGuarantees,
    entry: {
      section: "loans",
      icon: "shield",
      label: { fr: "Dette garantie", en: "Guaranteed debt" },
      about: {
        fr: "Ce que vous garantissez, à vos quotités, emprunteur par emprunteur.",
        en: "What you guarantee, at your shares, borrower by borrower.",
      },
    },
  },
  {
    path: "/prets-garantis",
    load: () => import("./GuaranteedLoans"),
    may: mayReadGuarantees,
    entry: { section: "loans", icon: "list", label: { fr: "Prêts garantis", en: "Guaranteed loans" } },
  },
];
