/** The services of the portal by the names that people know them by, in the order in which they are used. */
import { defineTexts } from "../../i18n/texts";
import type { IconName } from "../../ui/icons";
import type { Service } from "./useRights";

export const SERVICES: readonly Service[] = [
  "loans.read",
  "documents.read",
  "applications.prepare",
  "applications.send",
  "applications.follow",
  "guarantees.read",
];

export type Right = Service | "administrator";

export const ICONS: Record<Service, IconName> = {
  "loans.read": "chart",
  "documents.read": "file",
  "applications.prepare": "edit",
  "applications.send": "letter",
  "applications.follow": "bookmark",
  "guarantees.read": "shield",
};

type Words = Record<Right, { name: string; allows: string }>;

export const services = defineTexts({
  fr: {
    administrator: {
      name: "Administration des utilisateurs",
      allows: "Décider qui peut utiliser quels services pour la structure.",
    },
    "loans.read": {
      name: "Encours et échéances",
      allows:
        "Consulter les prêts de la structure, leurs échéances et leurs tableaux d’amortissement, les exporter.",
    },
    "documents.read": {
      name: "Documents",
      allows: "Lire les documents des prêts de la structure.",
    },
    "applications.prepare": {
      name: "Demande de prêts : saisie",
      allows: "Préparer une demande de prêt et y joindre des pièces.",
    },
    "applications.send": {
      name: "Demande de prêts : validation et envoi",
      allows: "Envoyer à la banque une demande de prêt qui est prête.",
    },
    "applications.follow": {
      name: "Suivi des dossiers",
      allows: "Suivre un dossier, de l’envoi de la demande au contrat.",
    },
    "guarantees.read": {
      name: "Dette garantie",
      allows: "Consulter les prêts que la structure garantit, si elle est garante.",
    },
  } satisfies Words,
  en: {
    administrator: {
      name: "Administration of users",
      allows: "Decide who may use which services for the organisation.",
    },
    "loans.read": {
      name: "Outstandings and due dates",
      allows: "Read the loans of the organisation, their instalments and schedules, and export them.",
    },
    "documents.read": {
      name: "Documents",
      allows: "Read the documents of the organisation’s loans.",
    },
    "applications.prepare": {
      name: "Loan applications: preparing",
      allows: "Prepare a loan application and attach documents to it.",
    },
    "applications.send": {
      name: "Loan applications: checking and sending",
      allows: "Send the bank a loan application that is ready.",
    },
    "applications.follow": {
      name: "Progress of applications",
      allows: "Follow an application from its sending to the contract.",
    },
    "guarantees.read": {
      name: "Guaranteed debt",
      allows: "Read the loans that the organisation guarantees, if it is a guarantor.",
    },
  } satisfies Words,
});

/** The names of rights, in the order of our lists; a right that has no name yet as it is. */
export function namesOf(rights: readonly string[], words: Words): string[] {
  const known = (["administrator", ...SERVICES] as Right[]).filter((right) => rights.includes(right));
  const unknown = rights.filter((right) => !(right in words));
  return [...known.map((right) => words[right].name), ...unknown];
}
