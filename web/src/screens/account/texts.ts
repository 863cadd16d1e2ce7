import { defineTexts } from "../../i18n/texts";

export const texts = defineTexts({
  fr: {
    logIn: {
      title: "Se connecter",
      login: "Identifiant ou adresse e-mail",
      loginHelp: "L’identifiant ressemble à cend589 : il est dans l’e-mail de bienvenue.",
      password: "Mot de passe",
      submit: "Se connecter",
      forgotPassword: "Mot de passe oublié ?",
      forgotIdentifier: "Identifiant oublié ?",
      newHere: "Pas encore de compte ?",
      register: "Créer un compte",
      locked:
        "Après dix échecs, un compte se ferme pendant une heure, puis se rouvre seul. Le lien « Mot de passe oublié » le rouvre tout de suite.",
    },
  },
  en: {
    logIn: {
      title: "Log in",
      login: "Identifier or e-mail address",
      loginHelp: "The identifier looks like cend589: it is in the welcome e-mail.",
      password: "Password",
      submit: "Log in",
      forgotPassword: "Forgotten password?",
      forgotIdentifier: "Forgotten identifier?",
      newHere: "No account yet?",
      register: "Open an account",
      locked:
        "After ten failures an account is locked for one hour, then opens by itself. The link “Forgotten password” opens it at once.",
    },
  },
});
