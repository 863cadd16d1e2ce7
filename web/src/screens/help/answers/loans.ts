/** What loans and their rates do. */
import type { Texts } from "../../../i18n/texts";
import { plain, type Topic } from "./topic";

export const loans: Texts<Topic> = {
  fr: {
    title: "Mes prêts et leur taux",
    answers: [
      {
        id: "revision",
        question: "Que change une révision du Livret A pour mon prêt ?",
        answer:
          "La première échéance qui suit la révision est encore appelée à l’ancien taux ; à partir de ce jour-là le nouveau taux court, et toutes les échéances suivantes sont recalculées.\nEntre la signature et le point de départ de l’amortissement, seule compte la valeur de l’index à ce point de départ. Si votre contrat est à double révisabilité, la progressivité des échéances est revue aussi. Pendant le préfinancement, le nouveau taux compte dès le jour de la révision.",
        link: "Les index",
        path: "/index",
      },
      {
        id: "inflation",
        question: "Mon prêt suit l’inflation. Quand son taux change-t-il ?",
        answer:
          "Une part du taux est fixée à l’émission du contrat pour toute sa durée ; l’autre suit l’indice des prix hors tabac et est révisée aux mêmes dates que le Livret A. Certains contrats permettent de revenir au Livret A, avec la marge de référence du contrat.",
        link: "Les index",
        path: "/index",
      },
      {
        id: "foncier",
        question: "Où est l’outil qui calcule la part foncière ?",
        answer:
          "La part foncière se calcule en une ligne : coût du foncier, droits compris, divisé par le prix de revient, moins la part que paient les subventions. Pour 15 % de foncier et 12 % de subventions : 15 % × (100 − 12) % = 13,2 %. Sans détail des coûts, un forfait par zone s’applique : votre direction régionale le confirme.\nLe simulateur donne ensuite l’échéancier du prêt foncier, jusqu’à 80 ans, et celui du prêt du bâti.",
        link: "Le simulateur",
        path: "/simulateur",
      },
      {
        id: "equilibre",
        question: "Où est l’outil d’équilibre d’opération ?",
        answer:
          "Il reste entre les mains de votre direction régionale, qui l’établit avec vous. Le simulateur donne les échéances de chaque prêt, que vous pouvez exporter vers votre propre calcul.",
        link: "Le simulateur",
        path: "/simulateur",
      },
      {
        id: "eco-pret",
        question: "Où sont les formulaires de l’éco-prêt ?",
        answer:
          "Ils sont remis par votre direction régionale avec l’étude du projet : la version à jour dépend de la date de votre demande.",
        ...plain,
      },
      {
        id: "deliberation",
        question: "Où trouver un modèle de délibération de garantie ?",
        answer:
          "Votre direction régionale vous l’envoie avec l’offre de prêt, rempli avec les caractéristiques de vos contrats.",
        ...plain,
      },
    ],
  },
  en: {
    title: "My loans and their rate",
    answers: [
      {
        id: "revision",
        question: "What does a revision of the Livret A change for my loan?",
        answer:
          "The first instalment that follows the revision is still collected at the old rate; from that day on the new rate runs, and all later instalments are computed again.\nBetween the signature and the start of the amortisation, only the value of the index on that start counts. If your contract has double revisability, the progressivity of the instalments is revised as well. During prefinancing, the new rate counts from the very day of the revision.",
        link: "Indexes",
        path: "/index",
      },
      {
        id: "inflation",
        question: "My loan follows inflation. When does its rate change?",
        answer:
          "One part of the rate is fixed when the contract is issued, for its whole life; the other follows the consumer price index without tobacco and is revised on the same days as the Livret A. Some contracts allow going back to the Livret A, with the margin of reference of the contract.",
        link: "Indexes",
        path: "/index",
      },
      {
        id: "foncier",
        question: "Where is the tool for the land part of a loan?",
        answer:
          "The land part is one line of arithmetic: the cost of the land with its duties, divided by the cost price, less the part that subsidies pay. With 15% of land and 12% of subsidies: 15% × (100 − 12)% = 13.2%. Without a breakdown of costs a flat share by zone applies: your regional office confirms it.\nThe simulator then gives the schedule of the loan for land, up to 80 years, and that of the loan for the building.",
        link: "The simulator",
        path: "/simulateur",
      },
      {
        id: "equilibre",
        question: "Where is the tool for the balance of an operation?",
        answer:
          "It stays with your regional office, which fills it in with you. The simulator gives the instalments of each loan, which you can export to your own computation.",
        link: "The simulator",
        path: "/simulateur",
      },
      {
        id: "eco-pret",
        question: "Where are the forms of the eco-loan?",
        answer:
          "Your regional office hands them over with the study of the project: the current version depends on the date of your application.",
        ...plain,
      },
      {
        id: "deliberation",
        question: "Where is a model of the resolution that grants a guarantee?",
        answer:
          "Your regional office sends it to you with the loan offer, filled in with the terms of your contracts.",
        ...plain,
      },
    ],
  },
};
