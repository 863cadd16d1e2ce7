/** Every screen there is. A new folder of screens adds one line here. */
import type { Screen } from "../app/screen";
import { screens as account } from "./account";
import { screens as administration } from "./administration";
import { screens as assistance } from "./assistance";
import { screens as bank } from "./bank";
import { screens as borrower } from "./borrower";
import { screens as guarantor } from "./guarantor";
import { screens as help } from "./help";
import { screens as home } from "./home";
import { screens as indexes } from "./indexes";
import { screens as received } from "./received";
import { screens as rights } from "./rights";
import { screens as simulator } from "./simulator";
import { screens as structures } from "./structures";

export const screens: Screen[] = [
  ...home,
  ...indexes,
  ...simulator,
  ...help,
  ...assistance,
  ...borrower,
  ...guarantor,
  ...received,
  ...account,
  ...structures,
  ...rights,
  ...administration,
  ...bank,
];
