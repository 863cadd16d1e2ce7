import { defineTexts } from "../../i18n/texts";

export const texts = defineTexts({
  fr: {
    title: "Les index",
    lead: "Le taux de vos prêts suit un index. Voici sa valeur, d’où elle vient et quand elle peut changer.",
    choose: "Choisir un index",
    short: { livret_a: "Livret A", lep: "LEP", ldds: "LDDS", inflation: "Inflation", cel: "CEL" },
    present: "La valeur du moment",
    since: (day: string) => `depuis le ${day}`,
    decidedBy: (text: string) => `Texte : ${text}`,
    source: (source: string) => `Source : ${source}`,
    asComputed: (computed: string) => `C’est la valeur que donne la formule (${computed}).`,
    derogation: (computed: string) =>
      `La formule donnait ${computed} : le ministre a retenu une autre valeur, comme le texte le lui permet.`,
    decided: "Cette valeur a été décidée sans formule de calcul.",
    notPublished: "Cet index n’a pas de valeur publiée ici.",
    announced: (value: string) => `Déjà annoncé : ${value}`,
    announcedFrom: (day: string, text: string) => `À partir du ${day} (${text}).`,
    whatItChanges: "Ce que cela change pour un prêt",
    how: "Comment elle est calculée",
    minister:
      "Le ministre chargé de l’économie peut retenir une autre valeur quand les circonstances le justifient.",
    rules: {
      livret_a: {
        means:
          "On prend deux moyennes sur six mois : l’inflation hors tabac, et l’€STR, le taux auquel les banques se prêtent du jour au lendemain.",
        half: "On fait la moyenne de ces deux nombres.",
        rounded: "On arrondit au dixième de point le plus proche.",
        floor: "Le résultat n’est jamais en dessous de 0,50 %.",
      },
      lep: {
        either:
          "On prend le plus élevé de deux nombres : le taux du Livret A augmenté d’un demi-point, et l’inflation.",
        rounded: "On arrondit au dixième de point le plus proche.",
      },
      ldds: { same: "C’est le taux du Livret A, publié avec lui." },
      inflation: {
        index:
          "On part de l’indice des prix à la consommation hors tabac, pour l’ensemble des ménages, que publie l’Insee.",
        year: "On compare l’indice du dernier mois connu à celui du même mois un an plus tôt.",
      },
      cel: {
        part: "On prend les deux tiers du taux du Livret A.",
        rounded: "On arrondit au quart de point le plus proche.",
      },
    },
    next: "Les prochaines dates",
    exceptional: "exceptionnelle",
    calendar:
      "Le taux est revu le 1er février et le 1er août ; si la situation l’exige, aussi le 1er mai et le 1er novembre.",
    history: (name: string, since: string) => `${name} depuis ${since}`,
    historySummary: (name: string, since: string) =>
      `Les valeurs successives de l’index ${name} depuis ${since}, en marches d’escalier. Le tableau qui suit les donne toutes.`,
    columns: {
      day: "À partir du",
      value: "Valeur",
      computed: "Valeur calculée",
      derogation: "Dérogation",
      text: "Texte",
      source: "Source",
    },
    yes: "oui",
    no: "non",
  },
  en: {
    title: "Indexes",
    lead: "The rate of your loans follows an index. Here is its value, where it comes from and when it can change.",
    choose: "Choose an index",
    short: { livret_a: "Livret A", lep: "LEP", ldds: "LDDS", inflation: "Inflation", cel: "CEL" },
    present: "The present value",
    since: (day: string) => `since ${day}`,
    decidedBy: (text: string) => `Text: ${text}`,
    source: (source: string) => `Source: ${source}`,
    asComputed: (computed: string) => `It is the value that the formula gives (${computed}).`,
    derogation: (computed: string) =>
      `The formula gave ${computed}: the minister chose another value, as the text allows.`,
    decided: "This value was decided without a formula.",
    notPublished: "This index has no value published here.",
    announced: (value: string) => `Announced already: ${value}`,
    announcedFrom: (day: string, text: string) => `From ${day} (${text}).`,
    whatItChanges: "What this changes for a loan",
    how: "How it is computed",
    minister: "The minister for the economy may choose another value where circumstances justify it.",
    rules: {
      livret_a: {
        means:
          "Two means over six months are taken: inflation without tobacco, and €STR, the rate at which banks lend to one another overnight.",
        half: "The mean of these two numbers is computed.",
        rounded: "It is rounded to the nearest tenth of a point.",
        floor: "The result is never below 0.50%.",
      },
      lep: {
        either:
          "The higher of two numbers is taken: the rate of the Livret A plus half a point, and inflation.",
        rounded: "It is rounded to the nearest tenth of a point.",
      },
      ldds: { same: "It is the rate of the Livret A, published with it." },
      inflation: {
        index:
          "It starts from the index of consumer prices without tobacco, for all households, that Insee publishes.",
        year: "The index of the last known month is compared with that of the same month a year before.",
      },
      cel: {
        part: "Two thirds of the rate of the Livret A are taken.",
        rounded: "They are rounded to the nearest quarter of a point.",
      },
    },
    next: "The next dates",
    exceptional: "exceptional",
    calendar:
      "The rate is reviewed on 1 February and 1 August; if the situation asks for it, on 1 May and 1 November too.",
    history: (name: string, since: string) => `${name} since ${since}`,
    historySummary: (name: string, since: string) =>
      `The successive values of the index ${name} since ${since}, as steps. The table that follows gives them all.`,
    columns: {
      day: "From",
      value: "Value",
      computed: "Computed value",
      derogation: "Derogation",
      text: "Text",
      source: "Source",
    },
    yes: "yes",
    no: "no",
  },
});
