/** What this browser remembers of its reader's choices. Nothing personal, no secret; some browsers remember nothing. */

export function kept(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // The choice lasts as long as the page then.
  }
}
