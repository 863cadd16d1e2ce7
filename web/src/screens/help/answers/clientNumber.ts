/** The number by which the bank knows an organisation. */
import type { Texts } from "../../../i18n/texts";
import { plain, type Topic } from "./topic";

export const clientNumber: Texts<Topic> = {
  fr: {
    title: "Numéro client",
    answers: [
      {
        id: "numero-client",
        question: "Où trouver le numéro client de mon organisme ?",
        answer:
          "Il figure sur la plupart de nos documents : lettre d’offre, contrat, échéancier, information annuelle des garants. Une fois rattaché à l’organisme, vous le voyez dans sa fiche : vérifiez qu’il est bien celui de vos documents. Il n’est pas demandé pour s’inscrire ; si vous ne le trouvez pas, écrivez à l’assistance.",
        link: "Mes structures",
        path: "/mes-structures",
      },
      {
        id: "zeros",
        question: "Faut-il saisir les zéros du début ?",
        answer:
          "Ce n’est pas nécessaire : 314363 et 000314363 désignent le même client. Les deux écritures sont acceptées.",
        ...plain,
      },
    ],
  },
  en: {
    title: "Client number",
    answers: [
      {
        id: "numero-client",
        question: "Where do I find the client number of my organisation?",
        answer:
          "It is on most of our documents: letter of offer, contract, schedule, yearly information of guarantors. Once you have joined the organisation you see it on its page: check that it is the one on your documents. It is not asked for when you register; if you do not find it, write to the support.",
        link: "My organisations",
        path: "/mes-structures",
      },
      {
        id: "zeros",
        question: "Must I type the zeros in front?",
        answer: "There is no need to: 314363 and 000314363 are the same client. Both are accepted.",
        ...plain,
      },
    ],
  },
};
