import { holding, type Screen } from "../../app/screen";

const mayReadGuarantees = holding("guarantees.read");

export const screens: Screen[] = [
  {
    path: "/dette-garantie",
    load: () => import("./GuaranteedDebt"),
    may: mayReadGuarantees,
    entry: {
      section: "guarantees",
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
    entry: {
      section: "guarantees",
      icon: "list",
      label: { fr: "Prêts garantis", en: "Guaranteed loans" },
      about: {
        fr: "Tous les prêts que vous garantissez : trier, filtrer, regrouper, exporter.",
        en: "All loans that you guarantee: sort, filter, group, export.",
      },
    },
  },
  {
    path: "/echeances-garanties",
    load: () => import("./GuaranteedInstalments"),
    may: mayReadGuarantees,
    entry: {
      section: "guarantees",
      icon: "calendar",
      label: { fr: "Échéances garanties", en: "Guaranteed instalments" },
    },
  },
  {
    path: "/encours-garantis",
    load: () => import("./GuaranteedOutstandings"),
    may: mayReadGuarantees,
    entry: {
      section: "guarantees",
      icon: "scale",
      label: { fr: "Encours garantis à une date", en: "Guaranteed outstandings on a day" },
    },
  },
  {
    path: "/et-si-garanties",
    load: () => import("./GuaranteedWhatIf"),
    may: mayReadGuarantees,
    entry: {
      section: "guarantees",
      icon: "fork",
      label: { fr: "Et si l’index changeait (garanties)", en: "What if the index moved (guarantees)" },
    },
  },
];
