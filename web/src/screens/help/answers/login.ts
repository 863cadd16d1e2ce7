/** Logging in. */
import type { Texts } from "../../../i18n/texts";
import { plain, type Topic } from "./topic";

export const login: Texts<Topic> = {
  fr: {
    title: "Se connecter",
    answers: [
      {
        id: "mot-de-passe",
        question: "Comment composer mon mot de passe ?",
        answer:
          "De 8 à 128 caractères, avec au moins trois des quatre sortes : majuscule, minuscule, chiffre, caractère spécial. Les espaces et les accents conviennent, le coller aussi.\nSont refusés les mots de passe trop courants, ceux qui contiennent votre nom et ceux que vous avez déjà eus.",
        ...plain,
      },
      {
        id: "compte-bloque",
        question: "Mon compte est bloqué après plusieurs essais. Que faire ?",
        answer:
          "Après dix échecs, il se bloque une heure puis se rouvre tout seul. Pour ne pas attendre, choisissez un nouveau mot de passe par « Mot de passe oublié » : cela le rouvre aussitôt.",
        link: "Mot de passe oublié",
        path: "/mot-de-passe-oublie",
      },
      {
        id: "identifiant-perdu",
        question: "J’ai perdu mon identifiant",
        answer:
          "Votre adresse e-mail suffit pour vous connecter. L’identifiant est aussi dans l’e-mail de bienvenue et dans votre profil, et il peut vous être renvoyé.",
        link: "Recevoir mon identifiant",
        path: "/identifiant-oublie",
      },
      {
        id: "carte",
        question: "Faut-il une carte ou un boîtier pour se connecter ?",
        answer:
          "Non : un identifiant (ou l’adresse e-mail) et un mot de passe suffisent ici. D’autres services bancaires de votre organisme peuvent continuer à demander leur carte.",
        ...plain,
      },
    ],
  },
  en: {
    title: "Logging in",
    answers: [
      {
        id: "mot-de-passe",
        question: "What must my password be like?",
        answer:
          "8 to 128 characters, with at least three of the four kinds: upper case, lower case, digit, special character. Spaces and accents are welcome, and so is pasting.\nRefused are passwords that are too common, those that contain your name and those you had before.",
        ...plain,
      },
      {
        id: "compte-bloque",
        question: "My account is locked after several tries. What now?",
        answer:
          "After ten failures it is locked for an hour, then opens by itself. Not to wait, choose a new password with “Forgotten password”: that opens it at once.",
        link: "Forgotten password",
        path: "/mot-de-passe-oublie",
      },
      {
        id: "identifiant-perdu",
        question: "I have lost my identifier",
        answer:
          "Your e-mail address is enough to log in. The identifier is also in the welcome e-mail and in your profile, and it can be sent to you again.",
        link: "Send me my identifier",
        path: "/identifiant-oublie",
      },
      {
        id: "carte",
        question: "Do I need a card or a device to log in?",
        answer:
          "No: an identifier (or the e-mail address) and a password are enough here. Other banking services of your organisation may go on asking for their card.",
        ...plain,
      },
    ],
  },
};
