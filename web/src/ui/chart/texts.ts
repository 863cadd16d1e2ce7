import { defineTexts } from "../../i18n/texts";

export const chartTexts = defineTexts({
  fr: {
    figures: "Les chiffres de ce graphique",
    largest: (drawn: string, all: string) =>
      `Les ${drawn} premiers, sur ${all} : les chiffres les donnent tous.`,
  },
  en: {
    figures: "The figures of this chart",
    largest: (drawn: string, all: string) => `The first ${drawn} of ${all}: the figures show all.`,
  },
});
