// Every pattern of the page takes time in proportion to its text: a prompt, a task or a run of others
// cannot make the page stand still. Each is given long texts of its own signs, in which it begins and
// does not end.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "svelte/compiler";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const SOURCE = join(import.meta.dirname, "../src");
const LONG = 4000; // signs, and four times as many
const READ_OFF = 4; // ms that a clock tells from noise
const MOST_GROWTH = 9; // of four times the text: in proportion it is 4, by the square 16
// What reads numbers that the page itself has written, and a name whose runs it has made one sign.
const OWN = [
  String.raw`src/core/text/numbers.ts /\B(?=(\d{3})+(?!\d))/g`,
  String.raw`src/state/content/read.ts /^-+|-+$/g`,
  String.raw`src/ui/figures/stock/stock.ts /(\.\d*?)0+$/`,
  String.raw`src/ui/figures/stock/stock.ts /\.\d*?(0*)$/`,
];

const OF_BUILD = /\.test\.ts$|^extensions\/\w+\/build\//; // no browser runs them

const PATTERNS = patterns();

/** `file /pattern/flags` of each pattern that may repeat a sign without end. */
function patterns() {
  const names = readdirSync(SOURCE, { recursive: true }).filter(
    (name) => /\.(ts|svelte)$/.test(name) && !OF_BUILD.test(name),
  );
  const all = names.flatMap((name) => {
    const text = readFileSync(join(SOURCE, name), "utf8");
    const literals = name.endsWith(".ts") ? inTypeScript(text) : inSvelte(text);
    return literals.map((literal) => `src/${name} ${literal}`);
  });
  return [...new Set(all)].filter((name) => /[*+]|\{\d+,\}/.test(name)).sort();
}

function inTypeScript(text) {
  const literals = [];
  const look = (node) => {
    if (ts.isRegularExpressionLiteral(node)) literals.push(node.text);
    ts.forEachChild(node, look);
  };
  look(ts.createSourceFile("", text, ts.ScriptTarget.Latest));
  return literals;
}

function inSvelte(text) {
  const literals = [];
  const look = (node) => {
    if (typeof node !== "object" || node === null) return;
    if (node.regex) literals.push(`/${node.regex.pattern}/${node.regex.flags}`);
    Object.values(node).forEach(look);
  };
  look(parse(text, { modern: true }));
  return literals;
}

/** Texts of so many signs: one of the pattern's own again and again behind another, and an end that
 * does not fit. */
function* texts(pattern, length) {
  const words = pattern.match(/[\w{}[\]:.<>"'=-]{2,}/g) ?? [];
  const signs = [...new Set([...pattern, "a", "1", " ", "\n", "-"])];
  const units = [...signs.filter((sign) => !"\\^$|?*+()".includes(sign)), ...words];
  for (const before of ["", ...units])
    for (const unit of units) yield `${before}${unit.repeat(Math.ceil(length / unit.length))}\0`;
}

function time(pattern, text) {
  const began = performance.now();
  text.replace(pattern, "");
  return performance.now() - began;
}

/** The beginning of a text that four times as long takes more than in proportion, or null. */
function fault(pattern) {
  const longer = texts(pattern.source, 4 * LONG);
  for (const text of texts(pattern.source, LONG)) {
    const long = longer.next().value;
    if (time(pattern, text) < READ_OFF) continue;
    const least = (of) => Math.min(...[1, 2, 3].map(() => time(pattern, of)));
    if (least(long) > MOST_GROWTH * least(text)) return text.slice(0, 20);
  }
  return null;
}

describe("a pattern of the page", () => {
  it.each(PATTERNS.filter((name) => !OWN.includes(name)))("is quick: %s", (name) => {
    const literal = name.slice(name.indexOf(" ") + 1);
    const end = literal.lastIndexOf("/");
    const flags = literal.slice(end + 1).replace("y", "");
    expect(fault(new RegExp(literal.slice(1, end), flags))).toBeNull();
  });

  it("that reads our own numbers is still there", () => {
    expect(PATTERNS).toEqual(expect.arrayContaining(OWN));
  });

  it("that takes the square of its text is seen", () => {
    expect(fault(/\s+$/)).not.toBeNull();
  });
});
