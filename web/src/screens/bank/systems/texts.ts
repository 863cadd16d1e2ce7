import { defineTexts } from "../../../i18n/texts";

export const texts = defineTexts({
  fr: {
    title: "Systèmes de la banque",
    lead: "Les systèmes qui s’adressent au portail avec un secret, et ce que chacun peut faire.",
    list: "Liste des systèmes",
    none: "Aucun système n’est inscrit.",
    one: "Un système de la banque",
    nothing: "Aucun système n’a cet identifiant.",
    name: "Nom",
    clientId: "Identifiant (client_id)",
    state: "État",
    open: "Inscrit",
    shut: "Fermé",
    rights: "Droits",
    registered: "Inscrit le",
    closed: "Fermé le",
    closedFor: "Ce système est fermé pour de bon, et ses droits avec lui.",
    register: {
      label: "Inscrire un système",
      title: "Inscrire un système de la banque",
      follows:
        "Il reçoit un secret, avec lequel il demande ses jetons d’accès. Donnez-lui ensuite ses droits.",
      clientIdHelp: "Minuscules, chiffres et tirets, par exemple registre-des-tiers.",
      done: "Le système est inscrit",
      handOver: (name: string, clientId: string) =>
        `Confiez ce secret à la personne qui exploite « ${name} » ; son identifiant est ${clientId}.`,
    },
    secret: {
      label: "Nouveau secret",
      title: "Renouveler le secret de ce système ?",
      follows:
        "L’ancien ne vaut plus rien aussitôt : le système ne peut plus rien demander avant d’avoir le nouveau.",
      done: "Le secret est renouvelé",
    },
    closing: {
      label: "Fermer le système",
      title: "Fermer ce système pour de bon ?",
      follows: "Il n’a plus accès à rien et tous ses droits prennent fin. Un système fermé ne se rouvre pas.",
      done: "Le système est fermé.",
    },
  },
  en: {
    title: "Systems of the bank",
    lead: "The systems that talk to the portal with a secret, and what each of them may do.",
    list: "List of systems",
    none: "No system is registered.",
    one: "A system of the bank",
    nothing: "No system has this id.",
    name: "Name",
    clientId: "Identifier (client_id)",
    state: "State",
    open: "Registered",
    shut: "Closed",
    rights: "Rights",
    registered: "Registered on",
    closed: "Closed on",
    closedFor: "This system is closed for good, and its rights with it.",
    register: {
      label: "Register a system",
      title: "Register a system of the bank",
      follows: "It gets a secret that it asks for access tokens with. Give it its rights afterwards.",
      clientIdHelp: "Small letters, digits and hyphens, such as registre-des-tiers.",
      done: "The system is registered",
      handOver: (name: string, clientId: string) =>
        `Entrust this secret to whoever runs “${name}”; its identifier is ${clientId}.`,
    },
    secret: {
      label: "New secret",
      title: "Renew the secret of this system?",
      follows:
        "The old one is worth nothing at once: the system can ask for nothing until it has the new one.",
      done: "The secret is renewed",
    },
    closing: {
      label: "Close the system",
      title: "Close this system for good?",
      follows: "It can reach nothing any more and all its rights end. A closed system is never opened again.",
      done: "The system is closed.",
    },
  },
});
