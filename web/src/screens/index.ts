/** Every screen there is. A new folder of screens adds one line here. */
import type { Screen } from "../app/screen";
import { screens as account } from "./account";
import { screens as help } from "./help";
import { screens as home } from "./home";
import { screens as indexes } from "./indexes";

export const screens: Screen[] = [...home, ...indexes, ...help, ...account];
