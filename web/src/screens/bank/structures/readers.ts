import type { Who } from "../../../session/useSession";

/** Who reads the file of a structure: its numbers, its address, how it is told things. */
export const readsStructures = (who: Who): boolean =>
  who.may("structures.agent") || who.may("notifications.agent");
