/** The rights over the bank by the names that operators know them by, and what each allows. */
import { defineTexts } from "../../../i18n/texts";

type Words = { name: string; allows: string };

const OF_THE_BANK = [
  "rates.officer",
  "rates.approver",
  "lending.agent",
  "lending.payments",
  "structures.agent",
  "identity.agent",
  "habilitations.agent",
  "notifications.agent",
  "operator",
  "bank.loans",
  "bank.structures",
  "bank.index_values",
  "bank.mail_status",
  "bank.read",
] as const;
type BankRight = (typeof OF_THE_BANK)[number];

export const rights = defineTexts({
  fr: {
    "rates.officer": {
      name: "Taux : calcul et proposition",
      allows: "Proposer la valeur d’un index, la corriger ou la retirer ; simuler ses effets.",
    },
    "rates.approver": {
      name: "Taux : approbation",
      allows: "Approuver ou rejeter la valeur qu’une autre personne a proposée ; simuler ses effets.",
    },
    "lending.agent": {
      name: "Prêts",
      allows: "Consulter tous les prêts, importer des lignes, appeler les échéances, suivre les révisions.",
    },
    "lending.payments": {
      name: "Paiements à la main",
      allows: "Noter qu’un paiement est arrivé ou a été repris, quand le système ne l’a pas dit.",
    },
    "structures.agent": {
      name: "Structures",
      allows: "Consulter et importer des structures, corriger leurs adresses, détacher une personne.",
    },
    "identity.agent": {
      name: "Comptes des clients",
      allows: "Retrouver un compte, débloquer une connexion, mettre fin à des sessions.",
    },
    "habilitations.agent": {
      name: "Droits des clients",
      allows: "Suivre les nominations par courrier, en commander un autre, suspendre une personne.",
    },
    "notifications.agent": {
      name: "Courriers et assistance",
      allows: "Voir et renvoyer les messages, remettre les lots de courriers, répondre aux demandes.",
    },
    operator: {
      name: "Exploitation",
      allows:
        "Suivre les services, traiter les messages en échec, ouvrir les comptes de la banque et donner ces droits.",
    },
    "bank.loans": { name: "Envoi de prêts", allows: "Envoyer des lignes de prêts." },
    "bank.structures": { name: "Envoi de structures", allows: "Envoyer des structures." },
    "bank.index_values": {
      name: "Envoi de données de calcul",
      allows: "Envoyer les données dont la valeur des index est tirée.",
    },
    "bank.mail_status": {
      name: "Suivi des courriers",
      allows: "Dire ce que les courriers sont devenus.",
    },
    "bank.read": { name: "Lecture", allows: "Lire ce que lisent les agents." },
  } satisfies Record<BankRight, Words>,
  en: {
    "rates.officer": {
      name: "Rates: computing and proposing",
      allows: "Propose, correct or withdraw the value of an index; preview its effects.",
    },
    "rates.approver": {
      name: "Rates: approving",
      allows: "Approve or reject a value that another person proposed; preview its effects.",
    },
    "lending.agent": {
      name: "Loans",
      allows: "Read every loan, import lines, call instalments, follow revisions.",
    },
    "lending.payments": {
      name: "Payments by hand",
      allows: "Note that a payment came in or was taken back, where the system did not say so.",
    },
    "structures.agent": {
      name: "Organisations",
      allows: "Read and import organisations, correct their addresses, detach a person.",
    },
    "identity.agent": {
      name: "Accounts of clients",
      allows: "Find an account, unlock a login, end sessions.",
    },
    "habilitations.agent": {
      name: "Rights of clients",
      allows: "Follow appointments by letter, order another one, suspend a person.",
    },
    "notifications.agent": {
      name: "Letters and support",
      allows: "See and resend messages, hand over batches of letters, answer requests.",
    },
    operator: {
      name: "Operations",
      allows:
        "Follow the services, deal with failed messages, open accounts of the bank and give these rights.",
    },
    "bank.loans": { name: "Sending loans", allows: "Send loan lines." },
    "bank.structures": { name: "Sending organisations", allows: "Send organisations." },
    "bank.index_values": {
      name: "Sending data",
      allows: "Send what the values of indexes are computed from.",
    },
    "bank.mail_status": { name: "Following letters", allows: "Tell what became of letters." },
    "bank.read": { name: "Reading", allows: "Read what agents read." },
  } satisfies Record<BankRight, Words>,
});

/** How a right is called; one that has no name yet, as services call it. */
export function nameOfRight(words: Record<string, Words>, right: string): string {
  return words[right]?.name ?? right;
}

/** The names of several, in the order of our list. */
export function namesOfRights(words: Record<string, Words>, held: readonly string[]): string {
  const known = OF_THE_BANK.filter((right) => held.includes(right));
  const unknown = held.filter((right) => !known.includes(right as BankRight));
  return [...known, ...unknown].map((right) => nameOfRight(words, right)).join(", ");
}
