/**
 * What happens when a session ends under somebody's hands: requests wait, a window asks for the password, and everything
 * goes on. The page behind stays as it is, so nothing typed is lost.
 */
import { useSyncExternalStore } from "react";

type Waiting = { promise: Promise<boolean>; settle: (again: boolean) => void };

const listeners = new Set<() => void>();
let someone = false;
let waiting: Waiting | null = null;

/** Whether somebody is logged in on this page: without, a 401 is just an answer. */
export function someoneIsHere(is: boolean): void {
  someone = is;
}

/** Wait until the same person has logged in again; false when nobody was, or they would not. */
export function logInAgain(): Promise<boolean> {
  if (!someone) return Promise.resolve(false);
  if (!waiting) {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    waiting = { promise, settle: resolve };
    tell();
  }
  return waiting.promise;
}

/** Called by the window. */
export function settle(again: boolean): void {
  waiting?.settle(again);
  waiting = null;
  tell();
}

export function useIsWaiting(): boolean {
  return useSyncExternalStore(listen, () => waiting !== null);
}

function listen(hear: () => void): () => void {
  listeners.add(hear);
  return () => listeners.delete(hear);
}

function tell(): void {
  for (const hear of listeners) hear();
}
