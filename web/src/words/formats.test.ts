// One format for dates and one for numbers, in every language.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pageWords, spoken } from "../app/testing";

const SOURCE = join(import.meta.dirname, "..");
const OF_THE_BROWSER = /\.toLocale\w*String\(|\bIntl\.(DateTime|Number)Format\b/;
const OTHERWISE = /(?<![\d.])\d{1,3}[, ]\d{3}(?![\d,]|\.\d)/; // as 1,000 or with a space that breaks

describe("dates and counts", () => {
  it("are written by core/text alone, never as this browser would", () => {
    const files = readdirSync(SOURCE, { recursive: true, encoding: "utf-8" });
    const own = files.filter((name) => /(?<!\.test)\.(ts|svelte)$/.test(name));
    const read = (name: string) => readFileSync(join(SOURCE, name), "utf-8");
    expect(own.filter((name) => OF_THE_BROWSER.test(read(name)))).toEqual([]);
  });
  it.each(["en", "zh"] as const)("are parted by thin spaces in the words, %s", async (language) => {
    const words = spoken(await pageWords(language));
    expect(words.filter(([, text]) => OTHERWISE.test(text))).toEqual([]);
  });
});
