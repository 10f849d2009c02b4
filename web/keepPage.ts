// Writes the page's service worker, with the list of the files that it keeps.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type { Plugin } from "vite";

const KEPT = /\.(?:js|mjs|css|wasm|svg|woff2)$/; // recordings are fetched when they are looked at
const CARD = /webgpu|asyncify/; // twice as large as all else, and for graphics cards alone

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
      const list = (card: boolean) =>
        JSON.stringify(files.filter((name) => CARD.test(name) === card).sort());
      const whole = list(false) + list(true);
      const digest = createHash("sha256").update(whole).digest("hex").slice(0, 16);
      const source = readFileSync(new URL("serviceWorker.js", import.meta.url), "utf-8")
        .replace("FILES = []", `FILES = ${list(false)}`)
        .replace("CARD = []", `CARD = ${list(true)}`)
        .replace('EDITION = ""', `EDITION = "${digest}"`);
      this.emitFile({ type: "asset", fileName: "sw.js", source });
    },
  };
}
