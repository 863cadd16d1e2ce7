import type { Screen } from "../../app/screen";
import type { Who } from "../../session/useSession";

const ofRates = (who: Who): boolean => who.may("rates.officer") || who.may("rates.approver");
const ofRevisions = (who: Who): boolean => ofRates(who) || who.may("lending.agent");
const ofRatesOrRunning = (who: Who): boolean => ofRates(who) || who.may("operator");
const officer = (who: Who): boolean => who.may("rates.officer");

export const screens: Screen[] = [
  {
    path: "/banque/taux",
    load: () => import("./rates/Fixings"),
    may: ofRatesOrRunning,
    entry: {
      section: "bank",
      icon: "calculator",
      label: { fr: "Bureau des taux", en: "Rates desk" },
      about: {
        fr: "Calculer la valeur officielle d’un index, la proposer, la faire approuver par une autre personne.",
        en: "Compute the official value of an index, propose it, have another person approve it.",
      },
    },
  },
  { path: "/banque/taux/calcul", load: () => import("./rates/Compute"), may: ofRatesOrRunning },
  { path: "/banque/taux/donnees", load: () => import("./rates/Inputs"), may: ofRatesOrRunning },
  { path: "/banque/taux/:fixingId", load: () => import("./rates/Fixing"), may: ofRatesOrRunning },
  { path: "/banque/taux/:fixingId/correction", load: () => import("./rates/Correct"), may: officer },
  {
    path: "/banque/revisions",
    load: () => import("./runs/Revisions"),
    may: ofRevisions,
    entry: {
      section: "bank",
      icon: "chart",
      label: { fr: "Révisions", en: "Revisions" },
      about: {
        fr: "L’avancement et les effets de chaque révision, par produit et par structure.",
        en: "The progress and the effects of each revision, by product and by structure.",
      },
    },
  },
  { path: "/banque/revisions/:revisionId", load: () => import("./runs/Revision"), may: ofRevisions },
];
