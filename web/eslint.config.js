import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

// src/core and src/runtime are plain TypeScript: they can be read, tested and kept without the framework.
const plainImports = {
  patterns: [
    {
      group: ["svelte", "svelte/*", "*.svelte", "*.svelte.ts"],
      message: "src/core and src/runtime know no Svelte.",
    },
    {
      group: ["**/app/**", "**/features/**", "**/lessons/**", "**/state/**", "**/ui/**"],
      message: "Imports run app -> features -> ui, state -> runtime -> core.",
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
  {
    files: ["src/{core,runtime}/**/*.ts"],
    ignores: ["**/*.test.ts"],
    rules: { "no-restricted-imports": ["error", plainImports] },
  },
);
