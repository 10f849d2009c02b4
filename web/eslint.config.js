import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";
import { oneWay } from "./lint/imports.js";
import { nouns } from "./lint/names.js";
import svelteConfig from "./svelte.config.js";

// src/core and src/runtime are plain TypeScript: they can be read, tested and kept without the framework.
const plainImports = {
  patterns: [
    {
      group: ["svelte", "svelte/*", "*.svelte", "*.svelte.ts"],
      message: "src/core and src/runtime know no Svelte.",
    },
  ],
};

// Drawings get what they draw, its words and its colours as props, so that each can be mounted alone.
const propsOnly = {
  patterns: [
    {
      group: ["**/app/**", "**/features/**", "**/extensions/**", "**/state/**", "**/*.svelte.ts"],
      message:
        "src/ui/figures and src/ui/plot take props only; let the view read the store and pass it.",
    },
    {
      group: ["**/words", "**/words/**"],
      allowTypeImports: true,
      message: "src/ui/figures and src/ui/plot take their words as a prop; import their type only.",
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
    files: ["src/**/*.{ts,svelte}"],
    plugins: { shotglass: { rules: { "one-way": oneWay } } },
    rules: { "shotglass/one-way": "error" },
  },
  {
    files: ["src/**/*.{ts,svelte}"],
    ignores: ["**/*.gen.ts"],
    plugins: { names: { rules: { nouns } } },
    rules: { "names/nouns": "error" },
  },
  {
    files: ["src/{core,runtime}/**/*.ts"],
    ignores: ["**/*.test.ts"],
    rules: { "no-restricted-imports": ["error", plainImports] },
  },
  {
    files: ["src/ui/{figures,plot}/**/*.{ts,svelte}"],
    ignores: ["**/*.test.ts"],
    rules: { "@typescript-eslint/no-restricted-imports": ["error", propsOnly] },
  },
);
