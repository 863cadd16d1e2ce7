import { defineTexts } from "../../i18n/texts";

export const chartTexts = defineTexts({
  fr: { figures: "Les chiffres de ce graphique" },
  en: { figures: "The figures of this chart" },
});
