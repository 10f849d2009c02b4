import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

// src/lib is plain TypeScript: it can be read, tested and kept without the framework.
const libImports = {
  patterns: [
    {
      group: ["svelte", "svelte/*", "*.svelte", "*.svelte.ts"],
      message: "src/lib knows no Svelte.",
    },
    {
      group: ["**/components/*", "**/views/*", "**/state/*"],
      message: "Imports run views -> lib.",
    },
  ],
};

export default ts.config(
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
    rules: { "svelte/no-at-html-tags": "error" },
  },
  { files: ["src/lib/**/*.ts"], rules: { "no-restricted-imports": ["error", libImports] } },
);
