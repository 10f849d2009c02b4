import type { KnipConfig } from "knip";

// Which files, exports and packages nobody needs. What is found by a glob or put in by the build is an entry.
const VIEWS = "src/{features,extensions/*/views}/*";

/** The scripts of a component, and what its markup fetches. */
function imports(text: string): string {
  const scripts = [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, code]) => code);
  const markup = text.replace(/<script[^>]*>[\s\S]*?<\/script>/g, "");
  const fetched = [...markup.matchAll(/import\("[^"]+"\)/g)].map(([code]) => `void ${code};`);
  return [...scripts, ...fetched].join("\n");
}

const config: KnipConfig = {
  entry: [
    `${VIEWS}/{View,Bar,Spoken}.svelte`,
    `${VIEWS}/{manifest,address,state,words,words.*}.ts`,
    "src/extensions/*/{words,testing}.ts",
    "src/extensions/*/views/words.ts",
    "src/extensions/*/build/plugins.ts",
    "src/extensions/course/lessons/*/{Figure.svelte,quiz.ts}",
    "src/{figure,extensions/course/page}/*.ts",
    "{scripts,lint}/*.js",
    "serviceWorker.js",
  ],
  project: ["*.{ts,js}", "{lint,scripts}/*.js", "src/**/*.{ts,svelte}"],
  include: ["files", "exports", "dependencies", "unlisted"],
  ignoreExportsUsedInFile: true,
  // Fonts are named by a style sheet, axe by the browser's tests.
  ignoreDependencies: ["@fontsource-variable/inter", "@fontsource/ibm-plex-mono", "axe-core"],
  compilers: { svelte: imports },
};

export default config;
