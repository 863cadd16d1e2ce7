import { defineTexts } from "../../i18n/texts";

export const texts = defineTexts({
  fr: {
    title: "Aide",
    lead: "Les questions qu’on nous pose le plus, avec la réponse et le lien pour agir.",
    search: "Chercher une réponse",
    nothing: "Aucune réponse ne contient ces mots. Essayez-en d’autres.",
    notFound: "Vous n’avez pas trouvé ?",
    write: "Écrivez à l’assistance",
    terms: {
      title: "Conditions d’utilisation",
      purpose:
        "Ce portail permet aux emprunteurs et aux garants des prêts sur fonds d’épargne de suivre leurs contrats, et aux personnes qu’ils désignent d’agir en leur nom.",
      useTitle: "Votre usage du portail",
      use: {
        personal:
          "Un compte est personnel : il ne se prête pas, et son mot de passe n’est communiqué à personne, pas même à nous.",
        acting:
          "Vous agissez au nom de l’organisme auquel vous êtes rattaché, dans la limite des droits qui vous sont donnés.",
        administrator:
          "Qui reçoit le code remis par le représentant légal devient administrateur et répond des droits qu’il accorde.",
        trail: "Les actes qui touchent à la sécurité sont inscrits dans un journal : qui, quoi, quand.",
      },
      dataTitle: "Vos données personnelles",
      data: {
        held: "Nous gardons vos noms, votre adresse e-mail, votre téléphone, votre fonction, vos droits, vos sessions, vos demandes à l’assistance et les messages que nous vous avons envoyés.",
        passwords: "Aucun mot de passe n’est gardé : seulement une empreinte dont il ne peut être tiré.",
        yours:
          "Dans votre profil, vous lisez et corrigez ces données, les téléchargez en un fichier et pouvez fermer votre compte.",
        erased:
          "À la fermeture, elles sont effacées de chaque service. Le journal de sécurité reste, sans votre nom.",
        nobody: "Rien n’est chargé depuis d’autres sites, et rien ne leur est transmis.",
      },
    },
  },
  en: {
    title: "Help",
    lead: "The questions we are asked most, with the answer and the link to act.",
    search: "Search for an answer",
    nothing: "No answer holds these words. Try others.",
    notFound: "Not found what you look for?",
    write: "Write to the support",
    terms: {
      title: "Terms of use",
      purpose:
        "This portal lets borrowers and guarantors of the loans of the savings funds follow their contracts, and lets the people they name act for them.",
      useTitle: "Your use of the portal",
      use: {
        personal:
          "An account is personal: it is not lent, and its password is told to nobody, not even to us.",
        acting: "You act for the organisation you belong to, within the rights that you are given.",
        administrator:
          "Whoever receives the code handed over by the legal representative becomes administrator and answers for the rights they give.",
        trail: "Acts that matter for security are written into a journal: who, what, when.",
      },
      dataTitle: "Your personal data",
      data: {
        held: "We keep your names, your e-mail address, your phone, your function, your rights, your sessions, your requests to the support and the messages we sent you.",
        passwords: "No password is kept: only a digest that it cannot be drawn from.",
        yours:
          "In your profile you read and correct these data, download them as one file and can close your account.",
        erased:
          "On closing they are erased from each service. The security journal stays, without your name.",
        nobody: "Nothing is loaded from other sites, and nothing is passed on to them.",
      },
    },
  },
});
