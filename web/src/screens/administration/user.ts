/** What a list says of a user. */
import type { User } from "./useUsers";

export type UserState = "administrator" | "waiting" | "active" | "nothing" | "suspended";

/** What an administrator has to know first. */
export function stateOf(user: User): UserState {
  if (user.suspended) return "suspended";
  if (isWaiting(user)) return "waiting";
  if (user.rights.includes("administrator")) return "administrator";
  return user.rights.length > 0 ? "active" : "nothing";
}

/** Whether an administrator is to answer. */
export function isWaiting(user: User): boolean {
  return user.request?.state === "awaiting_administrator";
}

export function sheetOf(structureId: string, user: User): string {
  return `/administration/utilisateurs/${structureId}/${user.person_id}`;
}
