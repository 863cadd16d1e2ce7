import { defineTexts } from "../../i18n/texts";

export const texts = defineTexts({
  fr: {
    example: "Télécharger un exemple",
    file: "Fichier",
    fileHelp:
      "Un tableau JSON, ou un objet JSON par ligne. Les bonnes lignes entrent, chaque autre est dite avec sa raison ; envoyer de nouveau la même ligne ne change rien.",
    choose: "Choisir un fichier",
    missing: "Choisissez d’abord un fichier.",
    submit: "Importer",
    unreadable: {
      notJson: "Ce fichier n’est ni un tableau JSON, ni un objet JSON par ligne. Rien n’a été enregistré.",
      changed: "Ce fichier a changé depuis que vous l’avez choisi : choisissez-le de nouveau.",
    },
    broken:
      "L’envoi s’est arrêté là. Vous pouvez envoyer de nouveau le même fichier : ce qui est déjà entré ne change pas.",
    outcome: "Ce que les lignes sont devenues",
    progress: "Avancement de l’import",
    sent: (done: string, all: string) => `${done} lignes envoyées sur ${all}`,
    done: (file: string) => `Tout le fichier ${file} est lu.`,
    refused: "Refusées",
    refusedList: "Lignes refusées",
    refusedHelp: "Corrigez-les dans le fichier, puis importez-le de nouveau en entier si vous voulez.",
    number: "Ligne",
    key: "Objet",
    field: "Champ",
    value: "Valeur",
    why: "Pourquoi, et ce qui est permis",
    allGood: "Aucune ligne n’est refusée.",
  },
  en: {
    example: "Download an example",
    file: "File",
    fileHelp:
      "A JSON array, or one JSON object a line. Good lines enter, each other one is told with its reason; sending the same line again changes nothing.",
    choose: "Choose a file",
    missing: "Choose a file first.",
    submit: "Import",
    unreadable: {
      notJson: "This file is neither a JSON array nor one JSON object a line. Nothing was recorded.",
      changed: "This file has changed since you chose it: choose it again.",
    },
    broken:
      "Sending stopped there. You may send the same file again: what has entered already does not change.",
    outcome: "What became of the lines",
    progress: "Progress of the import",
    sent: (done: string, all: string) => `${done} lines sent of ${all}`,
    done: (file: string) => `The whole file ${file} is read.`,
    refused: "Refused",
    refusedList: "Refused lines",
    refusedHelp: "Correct them in the file, then import all of it again if you want.",
    number: "Line",
    key: "About",
    field: "Field",
    value: "Value",
    why: "Why, and what is allowed",
    allGood: "No line is refused.",
  },
});
