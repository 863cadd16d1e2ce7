// After the build: a compressed twin beside each file that is worth it, and the weight of the first load.
// First load: what the home page needs before it is usable. It must not exceed SCRIPT_KILOBYTES_MAX, gzipped.
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";

const SCRIPT_KILOBYTES_MAX = 250;
const HOME = "src/screens/home/Home.tsx";
const COMPRESSIBLE = /\.(js|css|html|svg|json|txt)$/;
const dist = `${resolve(process.env.CLIENT_FOLDER ?? "dist")}/`;

const compressed = new Map();
for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !COMPRESSIBLE.test(entry.name)) continue;
  const file = join(entry.parentPath, entry.name);
  const content = await readFile(file);
  const small = gzipSync(content, { level: 9 });
  compressed.set(file.slice(dist.length), small.length);
  // The page itself gets its nonce at each answer: it is sent as it is.
  if (entry.name !== "index.html" && small.length < content.length * 0.9)
    await writeFile(`${file}.gz`, small);
}

const manifest = JSON.parse(await readFile(join(dist, ".vite/manifest.json"), "utf8"));
await rm(join(dist, ".vite"), { recursive: true });
const needed = new Set();
const need = (key) => {
  if (needed.has(key)) return;
  needed.add(key);
  for (const next of manifest[key].imports ?? []) need(next);
};
need("index.html");
need(HOME);

const kilobytes = (files) =>
  Math.round([...files].reduce((sum, file) => sum + (compressed.get(file) ?? 0), 0) / 1000);
const script = kilobytes([...needed].map((key) => manifest[key].file));
const style = kilobytes(new Set([...needed].flatMap((key) => manifest[key].css ?? [])));
console.log(
  `First load, gzipped: ${script} kB of script (at most ${SCRIPT_KILOBYTES_MAX}), ${style} kB of style.`,
);
if (script > SCRIPT_KILOBYTES_MAX) process.exit(1);
