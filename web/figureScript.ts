// Writes `figure.js` beside the page, and the parts that it fetches as it needs them into `figure/`: the
// page's drawings of recorded runs, as an element for any other page (docs/embedding.md). And
// `figure.html`, a page that holds all of it and lacks but its run (docs/runs.md).

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { build, type Plugin, type Rolldown } from "vite";

const at = (path: string) => fileURLToPath(new URL(`src/figure/${path}`, import.meta.url));

/** What the page knows of its visitor and its server, a figure knows of its element and its run. */
const INSTEAD = [
  { find: /^.*\/state\/preferences\.svelte$/, replacement: at("preferences.ts") },
  { find: /^.*\/state\/server\.svelte$/, replacement: at("server.ts") },
];
const RELATIVE = /(["'`])(\.{1,2}\/[\w./-]+\.js)\1/g; // a module beside this one
const STYLES = /["'`]\{styles\}["'`]/;

export function figureScript(): Plugin {
  return {
    name: "figure-script",
    apply: "build",
    async generateBundle() {
      const files = await bundle();
      const css = files.find(({ fileName }) => fileName.endsWith(".css"));
      const chunks = files.filter((file) => file.type === "chunk");
      const names = new Set(chunks.flatMap(({ code }) => code.match(/[\w-]+/g) ?? []));
      const styles = within(css?.type === "asset" ? String(css.source) : "", names);
      const sources = new Map(
        chunks.map(({ code, fileName }) => [
          fileName,
          code.replace(STYLES, () => JSON.stringify(styles)),
        ]),
      );
      sources.set("figure.html", figurePage(sources, readFileSync(at("figure.html"), "utf-8")));
      for (const [fileName, source] of sources) this.emitFile({ type: "asset", fileName, source });
    },
  };
}

/** The page with an import map in which every module is its own text, so that it fetches nothing. */
function figurePage(sources: ReadonlyMap<string, string>, page: string): string {
  const imports = [...sources].map(([name, code]) => {
    const named = code.replace(RELATIVE, (whole, quote: string, path: string) => {
      const target = new URL(path, `file:///${name}`).pathname.slice(1);
      return sources.has(target) ? `${quote}${target}${quote}` : whole;
    });
    return [name, `data:text/javascript;base64,${Buffer.from(named).toString("base64")}`];
  });
  return page.replace("{imports}", JSON.stringify({ imports: Object.fromEntries(imports) }));
}

/** The page's styles, as far as they are of anything here: what holds for the page holds in the figure. */
function within(css: string, names: ReadonlySet<string>): string {
  return css
    .replace(/[^{}@;]+\{[^{}]*\}/g, (rule) => (isUsed(rule, names) ? rule : ""))
    .replace(/(?<![\w.#-])(?::root|html|body)(?![\w-])/g, ".shotglass");
}

/** Whether every class that the rule names occurs in the code; `names`: all words of it. */
function isUsed(rule: string, names: ReadonlySet<string>): boolean {
  const selectors = rule.slice(0, rule.indexOf("{")).split(",");
  const classes = selectors.map((text) => text.match(/(?<=\.)[a-z][\w-]*/gi) ?? []);
  return classes.some((all) => all.every((name) => names.has(name)));
}

async function bundle() {
  const result = (await build({
    configFile: false,
    logLevel: "warn",
    root: fileURLToPath(new URL(".", import.meta.url)),
    publicDir: false,
    plugins: [
      svelte({ compilerOptions: { cssHash: ({ hash, css }) => `s${hash(css).slice(0, 4)}` } }),
    ],
    resolve: { alias: INSTEAD },
    build: {
      write: false,
      target: "es2022",
      cssCodeSplit: false, // what stands in a shadow is styled by its script
      modulePreload: false,
      rolldownOptions: {
        checks: { pluginTimings: false },
        input: { figure: at("figure.ts") },
        output: {
          entryFileNames: "[name].js",
          chunkFileNames: "figure/[name]-[hash].js",
          // What several views share comes in one part, not in one for every way they share it.
          codeSplitting: {
            groups: [{ name: "shared", minShareCount: 3, test: /(?<!words\.(en|zh)\.ts)$/ }],
          },
        },
      },
    },
  })) as Rolldown.RolldownOutput;
  return result.output;
}
