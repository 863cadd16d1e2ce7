/** Administrators, rights and the letter with its code. */
import type { Texts } from "../../../i18n/texts";
import { plain, type Topic } from "./topic";

export const rights: Texts<Topic> = {
  fr: {
    title: "Administrateur, droits et courrier",
    answers: [
      {
        id: "administrateur",
        question: "Qui est l’administrateur, et qui le désigne ?",
        answer:
          "La première personne de l’organisme qui demande un service. C’est le représentant légal (maire, président, directeur général…) qui le désigne, en lui remettant le code du courrier qu’il reçoit : vérifiez avant d’accepter qu’il est d’accord. L’administrateur décide ensuite des droits de ses collègues.",
        link: "Mes services",
        path: "/mes-services",
      },
      {
        id: "habiliter",
        question: "Je suis administrateur : comment donner des droits à mes collègues ?",
        answer:
          "Chaque collègue crée son compte, se rattache à l’organisme et demande des services. Vous recevez un e-mail avec son nom et ce qu’il demande.\nDans « Utilisateurs », ouvrez sa fiche : accordez tout, une partie, ou refusez. Le changement vaut tout de suite et votre collègue est prévenu. On ne donne que les droits qu’on a, et jamais à soi-même.",
        link: "Utilisateurs",
        path: "/administration/utilisateurs",
      },
      {
        id: "courrier-pas-recu",
        question: "Le représentant légal n’a pas reçu le courrier",
        answer:
          "Il est adressé à sa fonction (maire, président, directeur général…) au siège de l’organisme : il peut attendre dans un autre service. Dans « Mes services », vous suivez son envoi et pouvez en demander un autre. Le code du premier ne vaut alors plus rien.",
        link: "Mes services",
        path: "/mes-services",
      },
      {
        id: "code-courrier",
        question: "Le code du courrier ne fonctionne pas",
        answer:
          "Il vaut trente jours. Passé ce délai, ou si un autre courrier a été demandé depuis, il est périmé : demandez un nouveau courrier, sans vous réinscrire. Vérifiez aussi que vous êtes connecté avec le compte qui a fait la demande.",
        link: "Mes services",
        path: "/mes-services",
      },
      {
        id: "caractere-special",
        question: "Je n’arrive pas à taper un caractère du code du courrier",
        answer:
          "Nos codes n’ont plus de caractère difficile : douze lettres et chiffres, sans ceux qui se ressemblent. Majuscules, minuscules et tirets n’ont pas d’importance.",
        ...plain,
      },
      {
        id: "code-par-mail",
        question: "Peut-on recevoir le code de l’administrateur par e-mail, ou à une autre adresse ?",
        answer:
          "Non. Le courrier prouve que le représentant légal est d’accord : il part à l’adresse officielle de l’organisme, et personne chez nous ne peut lire le code. Si cette adresse est fausse, demandez à l’assistance de la corriger, puis demandez un nouveau courrier.",
        link: "Écrire à l’assistance",
        path: "/assistance",
      },
    ],
  },
  en: {
    title: "Administrator, rights and letter",
    answers: [
      {
        id: "administrateur",
        question: "Who is the administrator, and who names them?",
        answer:
          "The first person of the organisation who asks for a service. The legal representative (mayor, president, managing director…) names them, by handing over the code of the letter they receive: make sure that they agree before you accept. The administrator then decides on the rights of colleagues.",
        link: "My services",
        path: "/mes-services",
      },
      {
        id: "habiliter",
        question: "I am an administrator: how do I give rights to my colleagues?",
        answer:
          "Each colleague opens an account, joins the organisation and asks for services. You get an e-mail with their name and what they ask for.\nIn “Users”, open their sheet: give all, a part, or refuse. The change holds at once and your colleague is told. One gives only the rights one holds, and never to oneself.",
        link: "Users",
        path: "/administration/utilisateurs",
      },
      {
        id: "courrier-pas-recu",
        question: "The legal representative did not receive the letter",
        answer:
          "It is addressed to their function (mayor, president, managing director…) at the seat of the organisation: it may be waiting in another department. In “My services” you follow it and can ask for another. The code of the first one is then worth nothing.",
        link: "My services",
        path: "/mes-services",
      },
      {
        id: "code-courrier",
        question: "The code of the letter does not work",
        answer:
          "It is good for thirty days. After that, or if another letter was asked for since, it is void: ask for a new letter, without registering again. Check too that you are logged in with the account that made the request.",
        link: "My services",
        path: "/mes-services",
      },
      {
        id: "caractere-special",
        question: "I cannot type a character of the code of the letter",
        answer:
          "Our codes have no difficult character any more: twelve letters and digits, without those that look alike. Upper case, lower case and dashes do not matter.",
        ...plain,
      },
      {
        id: "code-par-mail",
        question: "Can the administrator's code come by e-mail, or to another address?",
        answer:
          "No. The letter proves that the legal representative agrees: it goes to the official address of the organisation, and nobody here can read the code. If that address is wrong, ask the support to correct it, then ask for a new letter.",
        link: "Write to the support",
        path: "/assistance",
      },
    ],
  },
};
