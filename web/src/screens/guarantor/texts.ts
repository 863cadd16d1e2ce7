import { defineTexts } from "../../i18n/texts";

export const texts = defineTexts({
  fr: {
    title: "Dette garantie",
    loans: "Prêts garantis",
    instalments: "Échéances garanties",
    outstandings: "Encours garantis à une date",
    whatIf: "Et si l’index changeait (garanties)",
  },
  en: {
    title: "Guaranteed debt",
    loans: "Guaranteed loans",
    instalments: "Guaranteed instalments",
    outstandings: "Guaranteed outstandings on a day",
    whatIf: "What if the index moved (guarantees)",
  },
});
