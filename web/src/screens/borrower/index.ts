import { holding, type Screen } from "../../app/screen";

const mayReadLoans = holding("loans.read");

export const screens: Screen[] = [
  {
    path: "/vue-d-ensemble",
    load: () => import("./Dashboard"),
    may: mayReadLoans,
    entry: {
      section: "loans",
      icon: "dashboard",
      label: { fr: "Vue d’ensemble", en: "Overview" },
      about: {
        fr: "Ce que vous devez, ce qui vient à échéance, ce que la dernière révision a changé.",
        en: "What you owe, what falls due, what the last revision changed.",
      },
    },
  },
  {
    path: "/mes-prets",
    load: () => import("./Loans"),
    may: mayReadLoans,
    entry: {
      section: "loans",
      icon: "loan",
      label: { fr: "Mes prêts", en: "My loans" },
      about: {
        fr: "Tous vos prêts : trier, filtrer, regrouper, exporter.",
        en: "All your loans: sort, filter, group, export.",
      },
    },
  },
  {
    path: "/echeances",
    load: () => import("./Instalments"),
    may: mayReadLoans,
    entry: { section: "loans", icon: "calendar", label: { fr: "Échéances", en: "Instalments" } },
  },
  {
    path: "/encours",
    load: () => import("./OutstandingsPage"),
    may: mayReadLoans,
    entry: {
      section: "loans",
      icon: "scale",
      label: { fr: "Encours à une date", en: "Outstandings on a day" },
    },
  },
  {
    path: "/et-si",
    load: () => import("./WhatIf"),
    may: mayReadLoans,
    entry: {
      section: "loans",
      icon: "fork",
      label: { fr: "Et si l’index changeait", en: "What if the index moved" },
      about: {
        fr: "Ce qu’une autre valeur de l’index changerait pour tous vos prêts, avant toute décision.",
        en: "What another value of the index would change for all your loans, before any decision.",
      },
    },
  },
  {
    path: "/prets/:loanNumber",
    load: () => import("./Loan"),
    may: (who) => who.may("loans.read") || who.may("guarantees.read"),
  },
];
