/** Every word that people read is in a catalogue, in both languages. */
import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { expect, test } from "vitest";

/** Attributes that people read or hear. */
const SPOKEN = new Set([
  "label",
  "title",
  "placeholder",
  "description",
  "aria-label",
  "alt",
  "summary",
  "caption",
]);
const LETTERS = /\p{L}{2}/u;

function textsOutside(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isJsxText(node) && LETTERS.test(node.text)) found.push(node.text.trim());
    if (ts.isJsxAttribute(node) && SPOKEN.has(node.name.getText(source))) {
      const value = node.initializer;
      if (value && ts.isStringLiteral(value) && LETTERS.test(value.text)) found.push(value.text);
    }
    ts.forEachChild(node, look);
  };
  look(source);
  return found;
}

test("no text stands outside of the catalogues", () => {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".tsx"),
  );
  const outside = files.flatMap((file) => textsOutside(`src/${file}`).map((text) => `${file}: ${text}`));
  expect(outside).toEqual([]);
});
