import { defineTexts } from "../../i18n/texts";

export const texts = defineTexts({
  fr: {
    title: "Dette garantie",
    loans: "Prêts garantis",
    atShares: "Les montants sont à vos quotités.",
    byBorrower: "Par emprunteur, aujourd’hui",
    summary: (amount: string) => `Capital restant dû garanti, par emprunteur : ${amount} en tout.`,
    next: "Prochaines échéances garanties",
    all: "Tous les prêts garantis",
    none: "Votre organisme ne garantit aucun prêt.",
  },
  en: {
    title: "Guaranteed debt",
    loans: "Guaranteed loans",
    atShares: "Amounts are at your shares.",
    byBorrower: "By borrower, today",
    summary: (amount: string) => `Guaranteed outstanding principal, by borrower: ${amount} in all.`,
    next: "Next guaranteed instalments",
    all: "All guaranteed loans",
    none: "Your organisation guarantees no loan.",
  },
});
