/**
 * Idempotency keys: the same change, asked for again because nobody answered, is the same change.
 *
 * A key belongs to method, address and content, and is kept until the service has decided: whoever presses the button
 * again after a broken connection sends the same key, and nothing is done twice.
 */

const open = new Map<string, string>();

export function keyOf(intention: string): string {
  const known = open.get(intention);
  if (known) return known;
  const key = crypto.randomUUID();
  open.set(intention, key);
  return key;
}

export function decided(intention: string): void {
  open.delete(intention);
}
