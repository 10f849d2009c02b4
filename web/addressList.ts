// Writes a list of what addresses may name, `addresses.json`, beside the page: lessons of a folder of
// content are checked by it.

import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const SOURCE = fileURLToPath(new URL("src/", import.meta.url));

export function addressList(): Plugin {
  return {
    name: "address-list",
    apply: "build",
    generateBundle() {
      const files = readdirSync(SOURCE, { recursive: true, encoding: "utf-8" });
      const namesIn = (file: RegExp) => files.flatMap((path) => file.exec(path)?.[1] ?? []);
      const names = {
        views: namesIn(/^(?:features|extensions\/\w+\/views)\/(\w+)\/manifest\.ts$/),
        tasks: namesIn(/^gallery\/([\w-]+)\/task\.json$/),
        lessons: namesIn(/^extensions\/\w+\/lessons\/(\w+)\/lesson\.en\.md$/),
      };
      this.emitFile({ type: "asset", fileName: "addresses.json", source: JSON.stringify(names) });
    },
  };
}
