import { defineTexts } from "../../i18n/texts";

export const texts = defineTexts({
  fr: {
    title: "Écrire à l’assistance",
    lead: "Une personne vous répond par e-mail. La réponse est peut-être déjà dans les",
    help: "questions fréquentes",
    topic: "Votre demande porte sur",
    topics: {
      registration: "L’inscription et le code reçu par e-mail",
      login: "La connexion, le mot de passe, l’identifiant",
      structure: "Ma structure, mon numéro client",
      rights: "Mes services, l’administrateur",
      letter: "Le courrier qui porte un code",
      loans: "Mes prêts, mes échéances",
      rates: "Les taux, une révision",
      other: "Autre chose",
    },
    name: "Votre nom",
    email: "Votre adresse e-mail",
    emailHelp: "La réponse y est envoyée.",
    structure: "Votre structure",
    structureHelp: "Facultatif : son nom ou son SIRET.",
    noStructure: "Aucune en particulier",
    message: "Votre message",
    messageHelp: (left: string) => `N’écrivez jamais votre mot de passe. Encore ${left} caractères.`,
    privacy:
      "Votre message est lu par l’assistance seulement. Il est effacé deux ans après la fin de l’échange, ou avec votre compte.",
    submit: "Envoyer",
    kept: "Votre demande est enregistrée",
    reference: "Référence à garder :",
    acknowledged: (email: string) =>
      `Un e-mail le confirme à ${email}. La réponse arrivera à la même adresse.`,
    notAcknowledged: (email: string) =>
      `${email} a déjà reçu plusieurs confirmations aujourd’hui : celle-ci n’est pas envoyée. La réponse, elle, le sera.`,
    another: "Écrire un autre message",
  },
  en: {
    title: "Write to the support",
    lead: "A person answers you by e-mail. The answer may already be among the",
    help: "frequent questions",
    topic: "What it is about",
    topics: {
      registration: "Registration and the code received by e-mail",
      login: "Logging in, the password, the identifier",
      structure: "My organisation, my client number",
      rights: "My services, the administrator",
      letter: "The letter that carries a code",
      loans: "My loans, my instalments",
      rates: "Rates, a revision",
      other: "Something else",
    },
    name: "Your name",
    email: "Your e-mail address",
    emailHelp: "The answer is sent there.",
    structure: "Your organisation",
    structureHelp: "Optional: its name or its SIRET.",
    noStructure: "None in particular",
    message: "Your message",
    messageHelp: (left: string) => `Never write your password. ${left} characters left.`,
    privacy:
      "Only the support reads your message. It is erased two years after the exchange ends, or with your account.",
    submit: "Send",
    kept: "Your request is recorded",
    reference: "Reference to keep:",
    acknowledged: (email: string) =>
      `An e-mail to ${email} confirms it. The answer will come to the same address.`,
    notAcknowledged: (email: string) =>
      `${email} has had several confirmations today already: this one is not sent. The answer will be.`,
    another: "Write another message",
  },
});
