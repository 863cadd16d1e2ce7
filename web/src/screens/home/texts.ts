import { defineTexts } from "../../i18n/texts";

export const texts = defineTexts({
  fr: {
    title: "Les prêts sur fonds d’épargne",
    lead: "L’épargne du Livret A finance le logement social et les projets des territoires. Suivez vos prêts, vos échéances et chaque révision de taux, au centime près.",
    hello: (name: string) => `Bonjour ${name}`,
    helloLead: "Voici ce que vous pouvez faire ici.",
    logIn: "Se connecter",
    register: "Créer un compte",
    join: "Rattachez-vous à votre organisme",
    joinHelp:
      "Vos services dépendent de l’organisme pour lequel vous travaillez : une commune, un bailleur, une association…",
    joinAction: "Trouver mon organisme",
  },
  en: {
    title: "Loans of the savings funds",
    lead: "The savings of the Livret A finance social housing and local projects. Follow your loans, your instalments and each revision of the rates, to the cent.",
    hello: (name: string) => `Hello ${name}`,
    helloLead: "Here is what you can do.",
    logIn: "Log in",
    register: "Open an account",
    join: "Join your organisation",
    joinHelp: "Your services depend on the organisation you work for: a town, a landlord, an association…",
    joinAction: "Find my organisation",
  },
});
