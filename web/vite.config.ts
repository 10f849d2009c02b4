import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { runnerImport, type Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { addressList } from "./addressList.ts";
import { figureScript } from "./figureScript.ts";
import { keepPage } from "./keepPage.ts";
import { precompress } from "./precompress.ts";
import { testProjects } from "./testProjects.ts";

// The server owns the page's address and its policy; while developing, calls go to a running one,
// in its own name, since it answers no page of another origin.
const server = process.env.SHOTGLASS_SERVER ?? "http://127.0.0.1:8000";
const asOwn = { target: server, changeOrigin: true, headers: { origin: server } };

const EXTENSIONS = fileURLToPath(new URL("src/extensions/", import.meta.url));

/** What the page's extensions add to its build: `plugins` of `src/extensions/<name>/build/plugins.ts`. */
async function pluginsOfExtensions(): Promise<Plugin[]> {
  const names = existsSync(EXTENSIONS) ? readdirSync(EXTENSIONS) : [];
  const files = names.map((name) => `${EXTENSIONS}${name}/build/plugins.ts`).filter(existsSync);
  const modules = files.map((file) => runnerImport<{ plugins: () => Plugin[] }>(file));
  return (await Promise.all(modules)).flatMap(({ module }) => module.plugins());
}

export default defineConfig({
  base: "./", // the page may stand under a path of a larger site
  plugins: [
    pluginsOfExtensions(),
    svelte(),
    keepPage(),
    figureScript(),
    addressList(),
    precompress(),
  ],
  worker: { format: "es" },
  optimizeDeps: { entries: ["index.html"] }, // the other pages import what the build alone makes
  build: {
    outDir: "../backend/shotglass/static",
    emptyOutDir: true,
    assetsInlineLimit: 0, // nothing inline: the page's policy allows files only
    modulePreload: { polyfill: false },
    target: "es2022",
    // What the first screen needs comes in one file, not in one for every way views share parts.
    rolldownOptions: {
      checks: { pluginTimings: false }, // a remark on the build's own speed
      output: { codeSplitting: { groups: [{ name: "page", tags: ["$initial"] }] } },
    },
  },
  // The schema of a run stands once, in the package that the server is made of.
  server: {
    fs: { allow: [".", "../backend/shotglass/run_file"] },
    proxy: { "/api": asOwn, "/health": asOwn },
  },
  test: { projects: testProjects() },
});
