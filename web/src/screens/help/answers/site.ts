/** The site itself, and whom to ask. */
import type { Texts } from "../../../i18n/texts";
import { plain, type Topic } from "./topic";

export const site: Texts<Topic> = {
  fr: {
    title: "Le site",
    answers: [
      {
        id: "a-qui",
        question: "À qui poser ma question ?",
        answer:
          "À l’assistance pour tout ce qui touche au portail : compte, connexion, droits, courriers, consultation des encours. Elle répond par e-mail, sous la référence qu’elle vous donne.\nÀ votre direction régionale pour un projet, son financement, une demande de prêt ou un contrat.",
        link: "Écrire à l’assistance",
        path: "/assistance",
      },
      {
        id: "navigateurs",
        question: "Quels navigateurs conviennent ?",
        answer:
          "Les versions des deux dernières années de Firefox, Chrome, Edge et Safari. Internet Explorer ne convient plus.",
        ...plain,
      },
      {
        id: "telephone",
        question: "Le site fonctionne-t-il sur téléphone et tablette ?",
        answer:
          "Oui, toutes les pages, dès 320 pixels de large. Les grands tableaux se font défiler de côté. Il suit les couleurs de votre appareil, claires ou sombres.",
        ...plain,
      },
      {
        id: "affichage",
        question: "Une page ou le menu s’affiche mal",
        answer:
          "Rechargez la page, puis mettez votre navigateur à jour. Sur un petit écran, le menu s’ouvre par le bouton en haut à gauche. Si une extension bloque des scripts, autorisez ce site : il n’en charge aucun d’ailleurs.",
        ...plain,
      },
      {
        id: "telechargement",
        question: "Je n’arrive pas à télécharger un PDF",
        answer:
          "C’est souvent le pare-feu de votre organisme. Essayez depuis un autre réseau, ou demandez à votre service informatique d’autoriser les fichiers PDF venant de cette adresse. Sinon, dites à l’assistance de quel document il s’agit.",
        link: "Écrire à l’assistance",
        path: "/assistance",
      },
    ],
  },
  en: {
    title: "The site",
    answers: [
      {
        id: "a-qui",
        question: "Whom do I ask?",
        answer:
          "The support, for all that concerns the portal: account, logging in, rights, letters, reading outstandings. It answers by e-mail, under the reference it gives you.\nYour regional office, for a project, its financing, an application or a contract.",
        link: "Write to the support",
        path: "/assistance",
      },
      {
        id: "navigateurs",
        question: "Which browsers are suitable?",
        answer:
          "Versions of the last two years of Firefox, Chrome, Edge and Safari. Internet Explorer is not suitable any more.",
        ...plain,
      },
      {
        id: "telephone",
        question: "Does the site work on phones and tablets?",
        answer:
          "Yes, every page, from a width of 320 pixels. Large tables are scrolled sideways. It follows the colours of your device, light or dark.",
        ...plain,
      },
      {
        id: "affichage",
        question: "A page or the menu looks wrong",
        answer:
          "Reload the page, then update your browser. On a small screen, the menu opens with the button at the top left. If an extension blocks scripts, allow this site: it loads none from elsewhere.",
        ...plain,
      },
      {
        id: "telechargement",
        question: "I cannot download a PDF",
        answer:
          "It is often the firewall of your organisation. Try from another network, or ask your IT department to allow PDF files from this address. Else tell the support which document you need.",
        link: "Write to the support",
        path: "/assistance",
      },
    ],
  },
};
