// Counts the arrows between views: `node lint/arrows.js` lists them.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { arrowOf } from "./imports.js";

const SRC = join(dirname(fileURLToPath(import.meta.url)), "../src");
const IMPORT = /(?:from|import)\s*\(?\s*"(\.[^"]+)"/g;

/** How many imports draw each arrow, by its name: `forward -> note`. */
export function arrows() {
  const counts = {};
  for (const file of readdirSync(SRC, { recursive: true, encoding: "utf-8" })) {
    if (!/(?<!\.test)\.(ts|svelte)$/.test(file)) continue;
    for (const [, path] of readFileSync(join(SRC, file), "utf-8").matchAll(IMPORT)) {
      const arrow = arrowOf(file, normalize(join(dirname(file), path)))?.join(" -> ");
      if (arrow !== undefined) counts[arrow] = (counts[arrow] ?? 0) + 1;
    }
  }
  return counts;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const counts = arrows();
  for (const [arrow, imports] of Object.entries(counts))
    console.log(`${arrow}: ${imports} imports`);
  console.log(`${Object.keys(counts).length} arrows`);
}
