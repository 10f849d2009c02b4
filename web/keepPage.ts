// Writes the page's service worker, with the list of the files that it keeps.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type { Plugin } from "vite";

const KEPT = /\.(?:js|mjs|css|wasm|svg)$/; // recordings are fetched when they are looked at

export function keepPage(): Plugin {
  let pictures: string[] = [];
  return {
    name: "keep-page",
    apply: "build",
    configResolved({ publicDir }) {
      pictures = readdirSync(publicDir); // copied beside the bundle, and no part of it
    },
    generateBundle(_, bundle) {
      const files = [...Object.keys(bundle), ...pictures].filter((name) => KEPT.test(name));
      const list = JSON.stringify(files.map((name) => `/${name}`).sort());
      const digest = createHash("sha256").update(list).digest("hex").slice(0, 16);
      const source = readFileSync(new URL("serviceWorker.js", import.meta.url), "utf-8")
        .replace("FILES = []", `FILES = ${list}`)
        .replace('CACHE = "shotglass-"', `CACHE = "shotglass-${digest}"`);
      this.emitFile({ type: "asset", fileName: "sw.js", source });
    },
  };
}
