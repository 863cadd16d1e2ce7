import type { Screen } from "../../app/screen";
import type { Who } from "../../session/useSession";
import { readsStructures } from "./structures/readers";

const ofRates = (who: Who): boolean => who.may("rates.officer") || who.may("rates.approver");
const ofRevisions = (who: Who): boolean => ofRates(who) || who.may("lending.agent");
const ofRatesOrRunning = (who: Who): boolean => ofRates(who) || who.may("operator");
const supporter = (who: Who): boolean => who.may("notifications.agent");
const structuresAgent = (who: Who): boolean => who.may("structures.agent");
const ofRights = (who: Who): boolean => who.may("habilitations.agent");
const ofStructuresOrRights = (who: Who): boolean => readsStructures(who) || ofRights(who);
const operator = (who: Who): boolean => who.may("operator");
const ofAccounts = (who: Who): boolean => who.may("identity.agent");
const ofLoans = (who: Who): boolean => who.may("lending.agent") || who.may("bank.read");
const agreeing = (who: Who): boolean => who.may("lending.agent");
const officer = (who: Who): boolean => who.may("rates.officer");

export const screens: Screen[] = [
  {
    path: "/banque/taux",
    load: () => import("./rates/Fixings"),
    may: ofRatesOrRunning,
    entry: {
      section: "bank",
      icon: "percent",
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
      icon: "refresh",
      label: { fr: "Révisions", en: "Revisions" },
      about: {
        fr: "L’avancement et les effets de chaque révision, par produit et par structure.",
        en: "The progress and the effects of each revision, by product and by organisation.",
      },
    },
  },
  { path: "/banque/revisions/:revisionId", load: () => import("./runs/Revision"), may: ofRevisions },
  {
    path: "/banque/prets",
    load: () => import("./loans/Loans"),
    may: ofLoans,
    entry: {
      section: "bank",
      icon: "loan",
      label: { fr: "Prêts", en: "Loans" },
      about: {
        fr: "Retrouver un prêt, voir ce qui est appelé, payé et en retard, noter ce qui lui arrive.",
        en: "Find a loan, see what is called, paid and late, note what happens to it.",
      },
    },
  },
  { path: "/banque/prets/import", load: () => import("./loans/Import"), may: agreeing },
  {
    path: "/banque/appels",
    load: () => import("./billing/Billing"),
    may: ofLoans,
    entry: {
      section: "bank",
      icon: "calendar",
      label: { fr: "Appels d’échéances", en: "Calls of instalments" },
      about: {
        fr: "Ce qui vient à échéance, ce qui a été appelé et quand ; appeler sans attendre.",
        en: "What falls due, what was called and when; call without waiting.",
      },
    },
  },
  { path: "/banque/prets/:loanNumber", load: () => import("./loans/Loan"), may: ofLoans },
  {
    path: "/banque/prets/:loanNumber/reamenagement",
    load: () => import("./loans/Rearrange"),
    may: agreeing,
  },
  {
    path: "/banque/personnes",
    load: () => import("./people/People"),
    may: ofAccounts,
    entry: {
      section: "bank",
      icon: "people",
      label: { fr: "Personnes", en: "People" },
      about: {
        fr: "Retrouver un compte, le débloquer, voir ce qui lui a été envoyé et où il est rattaché.",
        en: "Find an account, unlock it, see what was sent to it and where it belongs.",
      },
    },
  },
  { path: "/banque/personnes/:personId", load: () => import("./people/Person"), may: ofAccounts },
  {
    path: "/banque/structures",
    load: () => import("./structures/Structures"),
    may: readsStructures,
    entry: {
      section: "bank",
      icon: "building",
      label: { fr: "Structures", en: "Organisations" },
      about: {
        fr: "Corriger une adresse, voir qui est rattaché à une structure, suivre ses nominations par courrier.",
        en: "Correct an address, see who belongs to an organisation, follow its appointments by letter.",
      },
    },
  },
  { path: "/banque/structures/import", load: () => import("./structures/Import"), may: structuresAgent },
  {
    path: "/banque/structures/:structureId",
    load: () => import("./structures/StructurePage"),
    may: ofStructuresOrRights,
  },
  {
    path: "/banque/nominations",
    load: () => import("./structures/AllAppointments"),
    may: ofRights,
    entry: {
      section: "bank",
      icon: "shield",
      label: { fr: "Nominations", en: "Appointments" },
      about: {
        fr: "Les administrateurs nommés par courrier, et ceux qu’aucun courrier ne peut atteindre.",
        en: "Administrators appointed by letter, and those whom no letter can reach.",
      },
    },
  },
  {
    path: "/banque/assistance",
    load: () => import("./assistance/Requests"),
    may: supporter,
    entry: {
      section: "bank",
      icon: "inbox",
      label: { fr: "Demandes d’assistance", en: "Support requests" },
      about: {
        fr: "Les demandes reçues par le formulaire : lire, répondre par e-mail, clore.",
        en: "The requests that came by the form: read, answer by e-mail, close.",
      },
    },
  },
  { path: "/banque/assistance/:requestId", load: () => import("./assistance/Request"), may: supporter },
  {
    path: "/banque/courriers",
    load: () => import("./messages/Messages"),
    may: supporter,
    entry: {
      section: "bank",
      icon: "letter",
      label: { fr: "Courriers et e-mails", en: "Letters and e-mails" },
      about: {
        fr: "Chercher un message, voir ce qu’il est devenu, l’envoyer de nouveau ; remettre les lots de courriers.",
        en: "Look for a message, see what became of it, send it again; hand over batches of letters.",
      },
    },
  },
  { path: "/banque/courriers/:messageId", load: () => import("./messages/Message"), may: supporter },
  { path: "/banque/modeles", load: () => import("./messages/Samples"), may: supporter },
  { path: "/banque/modeles/:name", load: () => import("./messages/SamplePage"), may: supporter },
  { path: "/banque/lots", load: () => import("./messages/Batches"), may: supporter },
  { path: "/banque/lots/:batchId", load: () => import("./messages/Batch"), may: supporter },
  {
    path: "/banque/exploitation",
    load: () => import("./operations/Operations"),
    may: operator,
    entry: {
      section: "bank",
      icon: "settings",
      label: { fr: "Exploitation", en: "Operations" },
      about: {
        fr: "L’état des services et des files, les messages que personne n’a pu traiter.",
        en: "How services and queues are, the messages that nobody could handle.",
      },
    },
  },
  {
    path: "/banque/exploitation/:service/:letterId",
    load: () => import("./operations/DeadLetter"),
    may: operator,
  },
  {
    path: "/banque/agents",
    load: () => import("./staff/Agents"),
    may: operator,
    entry: {
      section: "bank",
      icon: "key",
      label: { fr: "Agents de la banque", en: "People of the bank" },
      about: {
        fr: "Ouvrir et fermer les comptes de la banque, donner des droits et y mettre fin.",
        en: "Open and close accounts of the bank, give rights and end them.",
      },
    },
  },
  { path: "/banque/agents/:personId", load: () => import("./staff/Agent"), may: operator },
  {
    path: "/banque/systemes",
    load: () => import("./systems/Systems"),
    may: operator,
    entry: {
      section: "bank",
      icon: "fork",
      label: { fr: "Systèmes de la banque", en: "Systems of the bank" },
      about: {
        fr: "Les systèmes qui s’adressent au portail : les inscrire, renouveler leur secret, décider de leurs droits.",
        en: "The systems that talk to the portal: register them, renew their secret, decide on their rights.",
      },
    },
  },
  { path: "/banque/systemes/:systemId", load: () => import("./systems/System"), may: operator },
  {
    path: "/banque/journal",
    load: () => import("./audit/Trail"),
    may: operator,
    entry: {
      section: "bank",
      icon: "book",
      label: { fr: "Journal des actes", en: "Audit trail" },
      about: {
        fr: "Qui a fait quoi, quand et d’où ; et la preuve que rien n’a été récrit.",
        en: "Who did what, when and from where; and the proof that nothing was written anew.",
      },
    },
  },
];
