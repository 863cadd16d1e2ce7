/** A question, its answer, and the screen where one goes on (empty where there is none). */
export type Answer = { id: string; question: string; answer: string; link: string; path: string };
export type Topic = { title: string; answers: readonly Answer[] };

export const plain = { link: "", path: "" };
