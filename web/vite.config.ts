import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { figureScript } from "./figureScript.ts";
import { keepPage } from "./keepPage.ts";
import { lessonForm } from "./lessonForm/lessonForm.ts";
import { lessonPage } from "./lessonPage.ts";
import { linkPages } from "./linkPages.ts";
import { precompress } from "./precompress.ts";

// The server owns the page's address and its policy; while developing, calls go to a running one,
// in its own name, since it answers no page of another origin.
const server = process.env.SHOTGLASS_SERVER ?? "http://127.0.0.1:8000";
const asOwn = { target: server, changeOrigin: true, headers: { origin: server } };

export default defineConfig({
  base: "./", // the page may stand under a path of a larger site
  plugins: [
    lessonForm(),
    svelte(),
    keepPage(),
    figureScript(),
    lessonPage(),
    linkPages(),
    precompress(),
  ],
  worker: { format: "es" },
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
  test: {
    include: ["src/**/*.test.ts", "lessonForm/*.test.ts", "lint/*.test.js"],
    environment: "node",
  },
});
