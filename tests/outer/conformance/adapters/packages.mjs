// Packages of the folder that CONFORMANCE_NPM names: nothing is installed beside these files.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const folder = process.env.CONFORMANCE_NPM;

/** The package itself, as its CommonJS file or, with `file`, as that ES module. */
export async function load(name, file) {
  if (file) return import(join(folder, "node_modules", name, file));
  return createRequire(join(folder, "package.json"))(name);
}

export function version(name) {
  return JSON.parse(readFileSync(join(folder, "node_modules", name, "package.json"), "utf-8"))
    .version;
}
