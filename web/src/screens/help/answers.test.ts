import { expect, test } from "vitest";
import { screens } from "..";
import { answers } from "./answers";

/** What people ask about accounts, rights, loans and the site: where each is answered. */
const ASKED = {
  "who the portal is for": "pour-qui",
  "what one can do": "services",
  "whether it is open to social landlords": "bailleurs",
  "how to open an account": "ouvrir",
  "who opens accounts": "qui-cree",
  "an e-mail with a code that does not come": "aucun-courriel",
  "a code of four digits that is refused": "code-refuse",
  "changing one's name, address or password": "profil",
  "joining and leaving an organisation": "rattachement",
  "access to the former services": "ancien-portail",
  "what a password must be like": "mot-de-passe",
  "a locked account": "compte-bloque",
  "a lost identifier": "identifiant-perdu",
  "cards and devices": "carte",
  "where the client number is": "numero-client",
  "zeros in front of it": "zeros",
  "who is administrator, by whom": "administrateur",
  "giving rights to colleagues": "habiliter",
  "a letter that did not come": "courrier-pas-recu",
  "a code of a letter that does not work": "code-courrier",
  "characters that are hard to type": "caractere-special",
  "the code by e-mail or elsewhere": "code-par-mail",
  "what a revision changes, in each phase of a loan": "revision",
  "loans that follow inflation": "inflation",
  "the land part": "foncier",
  "the balance of an operation": "equilibre",
  "forms of the eco-loan": "eco-pret",
  "models of resolutions": "deliberation",
  "whom to ask": "a-qui",
  browsers: "navigateurs",
  "tablets and telephones": "telephone",
  "menus that look wrong": "affichage",
  "files that do not come down": "telechargement",
};

const all = (language: "fr" | "en") => answers[language].topics.flatMap((topic) => topic.answers);

test.each(["fr", "en"] as const)("every question that people ask is answered once (%s)", (language) => {
  expect(
    all(language)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(Object.values(ASKED).sort());
  for (const { question, answer } of all(language)) {
    expect(question.length).toBeGreaterThan(5);
    expect(answer.length).toBeGreaterThan(60);
  }
});

test("both languages answer the same questions in the same order, and lead to the same screens", () => {
  const led = (language: "fr" | "en") => all(language).map(({ id, path }) => [id, path]);
  expect(led("en")).toEqual(led("fr"));
  const known = new Set(screens.map(({ path }) => path));
  for (const { path, link } of all("fr")) {
    expect(path === "" || known.has(path)).toBe(true);
    expect(Boolean(link)).toBe(Boolean(path));
  }
});
