// Components hold no text: every letter a person reads comes from the words.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const SOURCE = join(import.meta.dirname, "..");
const ALLOWED = new Set(["Shotglass"]);
const SYMBOL = /^\p{L}[₀-₉]?$/u; // of a formula, the same in every language
const READ =
  /\s(aria-label|aria-description|aria-roledescription|title|placeholder|alt|label)="([^"]*)"/g;

function svelteFiles(): string[] {
  const result = readdirSync(SOURCE, { recursive: true, encoding: "utf-8" });
  return result.filter((name) => name.endsWith(".svelte")).sort();
}

/** Leaves out `{…}` however deep, so that what is left was typed as it is. */
function withoutCode(text: string): string {
  let depth = 0;
  let typed = "";
  for (const letter of text) {
    if (letter === "{") depth += 1;
    if (depth === 0) typed += letter;
    if (letter === "}" && depth > 0) depth -= 1;
  }
  return typed;
}

/** What the markup of a component shows or says that comes from no expression. */
function typedTexts(source: string): string[] {
  const markup = withoutCode(
    source.replace(/<(script|style)\b[\s\S]*?<\/\1>/g, "").replace(/<!--[\s\S]*?-->/g, ""),
  );
  const read = [...markup.matchAll(READ)].map((match) => match[2] ?? "");
  const shown = markup.replace(/<\/?[a-zA-Z][^>]*>/g, "\n").split("\n");
  const texts = [...read, ...shown].map((text) => text.replace(/&\w+;/g, "").trim());
  return texts.filter((text) => /\p{L}/u.test(text) && !ALLOWED.has(text) && !SYMBOL.test(text));
}

describe("typedTexts", () => {
  it("finds text between tags and in attributes that are read", () => {
    expect(typedTexts('<p class="a" title="Hint">Text {t.b}</p>')).toEqual(["Hint", "Text"]);
  });
  it("leaves expressions, scripts and styles alone", () => {
    const source = '<script>let a = "b";</script><p title={t.a}>{t.b ? `c ${d}` : ""}</p>';
    expect(typedTexts(source)).toEqual([]);
  });
});

describe.each(svelteFiles())("%s", (name) => {
  it("holds no text of its own", () => {
    expect(typedTexts(readFileSync(join(SOURCE, name), "utf-8"))).toEqual([]);
  });
});
