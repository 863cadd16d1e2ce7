import { anyPerson, type Screen } from "../../app/screen";

export const screens: Screen[] = [
  { path: "/connexion", load: () => import("./LogIn") },
  { path: "/inscription", load: () => import("./Register") },
  { path: "/mot-de-passe-oublie", load: () => import("./ForgottenPassword") },
  { path: "/identifiant-oublie", load: () => import("./ForgottenIdentifier") },
  { path: "/mot-de-passe", load: () => import("./NewPassword") },
  {
    path: "/profil",
    load: () => import("./profile/Profile"),
    may: anyPerson,
    entry: { section: "mine", icon: "person", label: { fr: "Mon profil", en: "My profile" } },
  },
];
