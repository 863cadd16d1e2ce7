/** Opening an account and living with it. */
import type { Texts } from "../../../i18n/texts";
import { plain, type Topic } from "./topic";

export const account: Texts<Topic> = {
  fr: {
    title: "Ouvrir un compte",
    answers: [
      {
        id: "pour-qui",
        question: "À qui ce portail s’adresse-t-il ?",
        answer:
          "À tout organisme qui a emprunté sur fonds d’épargne (bailleurs sociaux, collectivités, associations, hôpitaux…) et à ceux qui garantissent ces prêts, le plus souvent des collectivités.\nLes index, le simulateur et cette aide sont ouverts à tous.",
        ...plain,
      },
      {
        id: "services",
        question: "Que peut-on y faire ?",
        answer:
          "Suivre ses encours à toute date et ses échéances, voir ce que chaque révision de taux a changé, calculer ce qu’une autre valeur de l’index changerait, exporter ses tableaux d’amortissement, lire ses avis et courriers. Les garants font de même avec la dette qu’ils garantissent, à leurs quotités et par emprunteur.\nL’administrateur d’un organisme y gère les droits de ses collègues. Préparer et envoyer une demande de prêt viendra ensuite.",
        ...plain,
      },
      {
        id: "bailleurs",
        question: "Les services pour les bailleurs sociaux sont-ils ouverts ?",
        answer:
          "Oui. Dès que votre droit est actif, les services apparaissent dans le menu, sans attendre la connexion suivante.",
        ...plain,
      },
      {
        id: "ouvrir",
        question: "Comment ouvrir un compte ?",
        answer:
          "Inscrivez-vous avec votre adresse e-mail, puis saisissez le code à 4 chiffres que vous recevez. Rattachez-vous ensuite à votre organisme, par son nom ou son SIRET, et demandez les services dont vous avez besoin.\nSi vous êtes la première personne de votre organisme, vous en devenez l’administrateur : un courrier part chez votre représentant légal. Prévenez-le, car ce courrier est adressé à sa fonction et non à son nom.",
        link: "Créer un compte",
        path: "/inscription",
      },
      {
        id: "qui-cree",
        question: "L’administrateur doit-il créer mon compte ?",
        answer:
          "Non. Chacun crée le sien. Quand vous demandez un service, l’administrateur est prévenu par e-mail et décide ; vous recevez sa réponse par e-mail.",
        link: "Créer un compte",
        path: "/inscription",
      },
      {
        id: "aucun-courriel",
        question: "Je ne reçois pas l’e-mail avec le code",
        answer:
          "Il arrive en une minute environ. Regardez dans les courriers indésirables ; s’il n’y est pas, votre service informatique peut autoriser l’adresse qui envoie nos messages. Sur la page du code, demandez-en un autre : vous pouvez en recevoir trois.",
        ...plain,
      },
      {
        id: "code-refuse",
        question: "Le code à 4 chiffres est refusé",
        answer:
          "Ce code n’est pas votre mot de passe. Il sert une seule fois, pour confirmer votre adresse ; le mot de passe, d’au moins 8 caractères, est celui que vous avez choisi dans le formulaire, que vous soyez ou non la première personne de votre organisme. Le code du courrier, plus tard, est encore autre chose : il se saisit dans « Mes services ».\nUn code vaut dix minutes et trois essais, et seul le dernier envoyé compte. Au-delà, demandez-en un autre sur la même page.",
        ...plain,
      },
      {
        id: "profil",
        question: "Comment changer mon nom, mon adresse e-mail ou mon mot de passe ?",
        answer:
          "Dans « Mon profil », en haut à droite : civilité, nom, téléphone, adresse e-mail et mot de passe se changent chacun à part. Une nouvelle adresse est confirmée par un code avant de remplacer l’ancienne. Votre identifiant y est rappelé.",
        link: "Mon profil",
        path: "/profil",
      },
      {
        id: "rattachement",
        question: "Comment me rattacher à mon organisme, ou le quitter ?",
        answer:
          "Cherchez-le par son nom ou son SIRET, vérifiez son adresse, son activité et sa date de création, puis validez. Indiquez votre fonction : elle est nécessaire pour demander un service ; téléphone et adresse e-mail dans l’organisme se changent chacun à part.\nPour le quitter, choisissez « Quitter cette structure » : vos droits y prennent fin. Le dernier administrateur doit d’abord désigner son successeur.",
        link: "Mes structures",
        path: "/mes-structures",
      },
      {
        id: "ancien-portail",
        question: "J’avais un accès à un ancien service en ligne. Sert-il encore ?",
        answer:
          "Non, les anciens identifiants ne sont pas repris. Créez un compte ici ; vos contrats, eux, y sont déjà.",
        link: "Créer un compte",
        path: "/inscription",
      },
    ],
  },
  en: {
    title: "Opening an account",
    answers: [
      {
        id: "pour-qui",
        question: "Who is this portal for?",
        answer:
          "For every body that has borrowed from the savings funds (social landlords, local authorities, associations, hospitals…) and for those who guarantee these loans, mostly local authorities.\nThe indexes, the simulator and this help are open to all.",
        ...plain,
      },
      {
        id: "services",
        question: "What can one do here?",
        answer:
          "Follow outstandings on any day and instalments, see what each revision of the rates has changed, compute what another value of the index would change, export schedules, read notices and letters. Guarantors do the same with the debt they guarantee, at their shares and by borrower.\nThe administrator of an organisation looks after the rights of colleagues. Preparing and sending loan applications will follow.",
        ...plain,
      },
      {
        id: "bailleurs",
        question: "Are the services for social landlords open?",
        answer:
          "Yes. As soon as your right is active, the services show in the menu; there is no need to log in again.",
        ...plain,
      },
      {
        id: "ouvrir",
        question: "How do I open an account?",
        answer:
          "Register with your e-mail address, then type the code of 4 digits that you receive. Join your organisation, by its name or SIRET, and ask for the services you need.\nIf you are the first person of your organisation you become its administrator: a letter goes to your legal representative. Tell them, because this letter is addressed to their function and not by name.",
        link: "Open an account",
        path: "/inscription",
      },
      {
        id: "qui-cree",
        question: "Does the administrator open my account?",
        answer:
          "No. Everybody opens their own. When you ask for a service, the administrator is told by e-mail and decides; you get the answer by e-mail.",
        link: "Open an account",
        path: "/inscription",
      },
      {
        id: "aucun-courriel",
        question: "The e-mail with the code does not come",
        answer:
          "It comes within about a minute. Look among unwanted mail; if it is not there, your IT department can let the address that sends our messages through. On the page of the code, ask for another: you can have three.",
        ...plain,
      },
      {
        id: "code-refuse",
        question: "The code of 4 digits is refused",
        answer:
          "This code is not your password. It serves once, to confirm your address; the password, of at least 8 characters, is the one you chose in the form, whether or not you are the first person of your organisation. The code of the letter, later on, is another one still: it is typed in “My services”.\nA code is good for ten minutes and three tries, and only the last one sent counts. After that, ask for another on the same page.",
        ...plain,
      },
      {
        id: "profil",
        question: "How do I change my name, my e-mail address or my password?",
        answer:
          "In “My profile”, at the top right: title, name, telephone, e-mail address and password are each changed on their own. A new address is confirmed by a code before it takes the place of the old one. Your identifier is there, too.",
        link: "My profile",
        path: "/profil",
      },
      {
        id: "rattachement",
        question: "How do I join my organisation, or leave it?",
        answer:
          "Search it by its name or SIRET, check its address, its activity and its date of creation, then confirm. Say what your function is: it is needed before you ask for a service; telephone and e-mail address at the organisation are each changed on their own.\nTo leave it, choose “Leave this organisation”: your rights there end. The last administrator has to name a successor first.",
        link: "My organisations",
        path: "/mes-structures",
      },
      {
        id: "ancien-portail",
        question: "I had access to an older online service. Is it still good?",
        answer:
          "No, earlier identifiers were not taken over. Open an account here; your contracts are here already.",
        link: "Open an account",
        path: "/inscription",
      },
    ],
  },
};
