import type { Screen } from "../../app/screen";

export const screens: Screen[] = [{ path: "/connexion", load: () => import("./LogIn") }];
