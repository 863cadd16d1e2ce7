/** What a screen says of itself: where it is, who may open it, and its place in the navigation. */
import type { ComponentType } from "react";
import type { Language } from "../i18n/language";
import type { Who } from "../session/useSession";
import type { IconName } from "../ui/icons";

/** The parts of the navigation, in order. */
export const SECTIONS = ["portal", "loans", "guarantees", "mine", "bank"] as const;
export type Section = (typeof SECTIONS)[number];

export type Screen = {
  path: string;
  load: () => Promise<{ default: ComponentType }>;
  /** Who may open it and sees it in the navigation; everyone where it is absent. */
  may?: (who: Who) => boolean;
  /** Its line in the navigation; without, it is reached from other pages. */
  entry?: {
    section: Section;
    icon: IconName;
    label: Record<Language, string>;
    /** One sentence for its card on the home page; without, it has no card */
    about?: Record<Language, string>;
  };
};

export const anyPerson = (who: Who): boolean => who.person !== null;
/** Somebody of a borrower's or a guarantor's, not of the bank. */
export const anyClient = (who: Who): boolean => who.person?.kind === "client";
export const holding =
  (right: string) =>
  (who: Who): boolean =>
    who.may(right);
