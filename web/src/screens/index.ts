/** Every screen there is. A new folder of screens adds one line here. */
import type { Screen } from "../app/screen";
import { screens as account } from "./account";
import { screens as home } from "./home";

export const screens: Screen[] = [...home, ...account];
