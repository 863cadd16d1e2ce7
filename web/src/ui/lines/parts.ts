/** A file of many objects, in parts as small as a service takes at once. */

export const LINES_MAX = 1_000;

/** before: how many lines of the file come before this part */
export type FilePart = { before: number; lines: number; body: string };

/** notJson: neither a JSON array nor JSON lines; changed: another file than was chosen, which browsers refuse to read */
export class Unreadable extends Error {
  readonly why: "notJson" | "changed";

  constructor(why: Unreadable["why"]) {
    super(why);
    this.why = why;
  }
}

/**
 * The objects of a JSON array, or of JSON lines, as JSON lines. A line that cannot be read stays as it is: the service
 * reports it by its number.
 */
export function partsOf(text: string): FilePart[] {
  const content = text.replace(/^\ufeff/, "");
  const lines = content.trimStart().startsWith("[") ? itemsOf(content) : content.split(/\r?\n/);
  const parts: FilePart[] = [];
  for (let before = 0; before < lines.length; before += LINES_MAX) {
    const within = lines.slice(before, before + LINES_MAX);
    const filled = within.filter((line) => line.trim()).length;
    if (filled > 0) parts.push({ before, lines: filled, body: within.join("\n") });
  }
  if (parts.length === 0) throw new Unreadable("notJson");
  return parts;
}

function itemsOf(content: string): string[] {
  try {
    return (JSON.parse(content) as unknown[]).map((item) => JSON.stringify(item));
  } catch {
    throw new Unreadable("notJson");
  }
}
