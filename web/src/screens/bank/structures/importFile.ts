/** A file of structures as the service takes it: one a line, so many lines at a time. */

/** As many as the service records at once. */
export const LINES_MAX = 1_000;

/** Lines of a file. first: how many stand before them */
export type FilePart = { first: number; body: string };

/** The parts of a file, a JSON array or one JSON object a line; none where it begins as an array and is none. */
export function partsOf(text: string): FilePart[] {
  const lines = text.trimStart().startsWith("[") ? items(text) : text.trimEnd().split(/\r?\n/);
  if (lines.every((line) => !line.trim())) return [];
  return Array.from({ length: Math.ceil(lines.length / LINES_MAX) }, (_, part) => {
    const first = part * LINES_MAX;
    return { first, body: lines.slice(first, first + LINES_MAX).join("\n") };
  });
}

function items(text: string): string[] {
  try {
    const rows: unknown[] = JSON.parse(text);
    return rows.map((row) => JSON.stringify(row));
  } catch {
    return [];
  }
}
