// Writes `lesson.html` beside the page: the program of any lesson as a page by itself, which lacks but
// the lesson's own words and data (docs/runs.md). *Save as page* puts them in.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { build, type Plugin, type Rolldown } from "vite";
import { lessonForm } from "./lessonForm/lessonForm.ts";

const at = (path: string) => fileURLToPath(new URL(`../page/${path}`, import.meta.url));

/** What the page asks of its visitor, its server and its folder, a page by itself knows. */
const INSTEAD = [
  { find: /^.*\/preferences\.svelte$/, replacement: at("preferences.ts") },
  { find: /^.*\/server\.svelte$/, replacement: at("server.ts") },
  { find: /^.*\/place\.svelte$/, replacement: at("place.ts") },
  { find: /^.*\/addresses$/, replacement: at("addresses.ts") },
  { find: /^.*\/runtime\/net$/, replacement: at("net.ts") },
];
const FILE = /\/course\/(lessons\/[^/]+\/[\w.]+)\?url$/; // of a network
const LISTED = /\/course\/(lessons\/[^/]+\/(?:[\w-]+\.)*(?:result\.json|md))$/;
const LIST = /\/views\/lessons\/lessons\.ts$/;
const VIRTUAL = "\0lesson-data/";
const NEVER = /\/own\/files$|\/model\/Notice\.svelte$|\/items\.json$/; // of what only a server can give

export function lessonPage(): Plugin {
  return {
    name: "lesson-page",
    apply: "build",
    async generateBundle() {
      this.emitFile({ type: "asset", fileName: "lesson.html", source: pageOf(await bundle()) });
    },
  };
}

function pageOf({ output }: Rolldown.RolldownOutput): string {
  const css = output.find(({ fileName }) => fileName.endsWith(".css"));
  const { code } = output[0];
  const page = readFileSync(at("lesson.html"), "utf-8");
  const [, first = ""] = /<script type="module">(.*?)<\/script>/s.exec(page) ?? [];
  return page
    .replace("{digests}", [first, code].map(sourceOf).join(" "))
    .replace("{styles}", () => (css?.type === "asset" ? String(css.source) : ""))
    .replace("{program}", gzipSync(code, { level: 9 }).toString("base64"));
}

/** A script by its digest, as a policy names it. */
function sourceOf(script: string): string {
  return `'sha256-${createHash("sha256").update(script).digest("base64")}'`;
}

/** What the list of lessons fetches stands in the page. */
function dataModules(): Plugin {
  return {
    name: "data-modules",
    enforce: "pre",
    resolveId(source, importer) {
      const path = join(dirname(importer ?? ""), source);
      const data = (LIST.test(importer ?? "") ? LISTED : FILE).exec(path)?.[1];
      return data === undefined && !NEVER.test(path) ? null : `${VIRTUAL}${data ?? ""}.js`;
    },
    load(id) {
      if (!id.startsWith(VIRTUAL)) return null;
      const path = `../../${id.slice(VIRTUAL.length, -".js".length)}`;
      return `import { dataFile } from "${at("contents.ts")}"; export default dataFile("${path}");`;
    },
  };
}

async function bundle(): Promise<Rolldown.RolldownOutput> {
  return (await build({
    configFile: false,
    logLevel: "warn",
    root: fileURLToPath(new URL("../../../..", import.meta.url)),
    publicDir: false,
    plugins: [
      dataModules(),
      lessonForm(),
      svelte({ compilerOptions: { cssHash: ({ hash, css }) => `s${hash(css).slice(0, 4)}` } }),
    ],
    resolve: { alias: INSTEAD },
    build: {
      write: false,
      target: "es2022",
      cssCodeSplit: false,
      modulePreload: false,
      rolldownOptions: {
        checks: { pluginTimings: false },
        input: { lesson: at("lesson.ts") },
        output: { codeSplitting: false },
      },
    },
  })) as Rolldown.RolldownOutput;
}
