/** The questions of the portal's users and our answers. Ids are addresses: they are the same in both languages. */
import { defineTexts } from "../../../i18n/texts";
import { account } from "./account";
import { clientNumber } from "./clientNumber";
import { loans } from "./loans";
import { login } from "./login";
import { rights } from "./rights";
import { site } from "./site";

const TOPICS = [account, login, clientNumber, rights, loans, site];

export const answers = defineTexts({
  fr: { topics: TOPICS.map(({ fr }) => fr) },
  en: { topics: TOPICS.map(({ en }) => en) },
});
