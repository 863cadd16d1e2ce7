/** The language of the page: French unless the browser or the reader prefers English. Outside React too. */
import { useSyncExternalStore } from "react";
import { keep, kept } from "./kept";

export type Language = "fr" | "en";

const listeners = new Set<() => void>();
let current: Language = initial();

export function currentLanguage(): Language {
  return current;
}

export function speak(language: Language): void {
  current = language;
  keep("language", language);
  document.documentElement.lang = language;
  for (const tell of listeners) tell();
}

export function useLanguage(): Language {
  return useSyncExternalStore(listen, currentLanguage);
}

function listen(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

function initial(): Language {
  const chosen = kept("language") ?? globalThis.navigator?.language ?? "fr";
  const language = chosen.startsWith("en") ? "en" : "fr";
  if (typeof document !== "undefined") document.documentElement.lang = language;
  return language;
}
