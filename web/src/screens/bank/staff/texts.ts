import { defineTexts } from "../../../i18n/texts";

export const texts = defineTexts({
  fr: {
    title: "Agents de la banque",
    lead: "Les comptes des personnes de la banque, et ce que chacune peut faire.",
    list: "Liste des agents",
    one: "Un agent",
    nobody: "Aucun compte de la banque n’a cet identifiant.",
    name: "Nom",
    identifier: "Identifiant",
    email: "Adresse e-mail",
    state: "État",
    states: { open: "Ouvert", invited: "Mot de passe à choisir", closed: "Fermé" },
    rights: "Droits",
    opened: "Ouvert le",
    closed: "Fermé le",
    closedFor: "Ce compte est fermé pour de bon, et ses droits avec lui.",
    invite: {
      label: "Ouvrir un compte",
      title: "Ouvrir un compte à une personne de la banque",
      follows: "Un e-mail l’annonce à la personne. Vous lui remettez vous-même son premier mot de passe.",
      done: "Le compte est ouvert",
      handOver: (name: string) =>
        `Remettez ce mot de passe à ${name} de vive voix. Il vaut une semaine, pour en choisir un autre.`,
      identifier: (identifier: string) => `Identifiant de connexion : ${identifier}`,
    },
    account: {
      title: "Connexion",
      mustChange: "La personne doit encore choisir son mot de passe.",
      password: "Nouveau mot de passe initial",
      passwordTitle: "Remplacer le mot de passe de cette personne ?",
      passwordFollows:
        "L’ancien ne vaut plus rien, ses sessions se terminent et sa connexion est débloquée. Un e-mail le lui dit, sans le nouveau.",
      passwordDone: "Le mot de passe est remplacé",
      close: "Fermer le compte",
      closeTitle: "Fermer ce compte pour de bon ?",
      closeFollows:
        "La personne ne peut plus se connecter et tous ses droits prennent fin. Un compte fermé ne se rouvre pas. Un e-mail le lui dit.",
      closed: "Le compte est fermé.",
    },
  },
  en: {
    title: "People of the bank",
    lead: "The accounts of people of the bank, and what each of them may do.",
    list: "List of people of the bank",
    one: "A person of the bank",
    nobody: "No account of the bank has this id.",
    name: "Name",
    identifier: "Identifier",
    email: "E-mail address",
    state: "State",
    states: { open: "Open", invited: "Password to be chosen", closed: "Closed" },
    rights: "Rights",
    opened: "Opened on",
    closed: "Closed on",
    closedFor: "This account is closed for good, and its rights with it.",
    invite: {
      label: "Open an account",
      title: "Open an account for somebody of the bank",
      follows: "An e-mail announces it to the person. You hand them their first password yourself.",
      done: "The account is open",
      handOver: (name: string) =>
        `Tell ${name} this password in person. It is good for a week, to choose another one.`,
      identifier: (identifier: string) => `Identifier to log in with: ${identifier}`,
    },
    account: {
      title: "Login",
      mustChange: "The person has yet to choose their password.",
      password: "New initial password",
      passwordTitle: "Replace the password of this person?",
      passwordFollows:
        "The old one is worth nothing any more, their sessions end and their login is unlocked. An e-mail tells them, without the new one.",
      passwordDone: "The password is replaced",
      close: "Close the account",
      closeTitle: "Close this account for good?",
      closeFollows:
        "The person can log in no longer and all their rights end. A closed account is never opened again. An e-mail tells them.",
      closed: "The account is closed.",
    },
  },
});
