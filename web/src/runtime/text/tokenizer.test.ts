// Every text has the ids that the server's tokenizer gives it; another tokenizer and its golden file
// can be named by the environment (tests/contract/tokenizing_cases.py makes them).

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { uniform } from "../../core/decoding/philox";
import { encodeLabels } from "./labels";
import { PromptTokens, Tokenizer } from "./tokenizer";

interface Golden {
  alphabet: { pieces: string[]; ranges: [number, number][]; longest: number; block: number }[];
  texts: { text: string; ids: number[] }[];
  fuzzed: { seed: number; digest: string }[];
  started: {
    text: string;
    start_id: number;
    ids: number[];
    places: [number, number][];
    label: string;
    label_ids: number[];
  }[];
  answers: { texts: string[]; ids: number[][]; twice: boolean }[];
}

const ROOT = new URL("../../../../", import.meta.url);
const read = <T>(path: string): T => JSON.parse(readFileSync(new URL(path, ROOT), "utf-8")) as T;

const golden = read<Golden>(process.env.SHOTGLASS_TOKENIZING ?? "tests/contract/tokenizing.json");
const file = "backend/shotglass/models/house-gpt2/tokenizer.json";
const tokenizer = new Tokenizer(read(process.env.SHOTGLASS_TOKENIZER ?? file));
const [{ pieces, ranges, longest, block }] = golden.alphabet as [Golden["alphabet"][0]];

function drawn(u: number): string {
  if (u < 0.5) return pieces[Math.floor(u * 2 * pieces.length)] ?? "";
  const within = (u - 0.5) * 2 * ranges.length;
  const place = Math.floor(within);
  const [first, last] = ranges[place] ?? [0, 0];
  return String.fromCodePoint(first + Math.floor((within - place) * (last - first + 1)));
}

function fuzzed(seed: number, number: number): string {
  const count = Math.floor(uniform(seed, number, 0) * longest);
  return Array.from({ length: count }, (_, i) => drawn(uniform(seed, number, 1 + i))).join("");
}

describe("ids are the server's", () => {
  it.each(golden.texts)("$text", ({ text, ids }) => {
    expect(tokenizer.encode(text)).toEqual(ids);
  });

  it.each(golden.fuzzed)("of the fuzzed texts of block $seed", ({ seed, digest }) => {
    const lines = Array.from({ length: block }, (_, i) =>
      tokenizer.encode(fuzzed(seed, i)).join(","),
    );
    const made = createHash("sha256").update(lines.join("\n")).digest("hex").slice(0, 16);
    expect(made).toBe(digest);
  });
});

describe("behind a start token", () => {
  it.each(golden.started)("$text", ({ text, start_id, ids, places, label, label_ids }) => {
    const prompts = new PromptTokens(tokenizer, [start_id]);
    expect(prompts.encode(text)).toEqual(ids);
    const pieces = prompts.pieces(text);
    expect(pieces.map(({ id }) => id)).toEqual(ids);
    expect(pieces.map(({ start, end }) => [start, end])).toEqual(places);
    expect(pieces.map(({ special }) => special === true)).toEqual(ids.map((_, i) => i === 0));
    expect(encodeLabels(tokenizer, text, [label]).ids).toEqual([label_ids]);
  });

  it("stands none where the source puts none", () => {
    const [{ text, ids }] = golden.started.slice(1) as [Golden["started"][0]];
    expect(new PromptTokens(tokenizer).encode(text)).toEqual(ids.slice(1));
  });
});

describe("answers that form would count twice are refused, and no others", () => {
  it.each(golden.answers)("$texts", ({ texts, ids, twice }) => {
    const encoded = () => encodeLabels(tokenizer, "", texts).ids;
    if (twice) expect(encoded).toThrow("overlap");
    else expect(encoded()).toEqual(ids);
  });
});

describe("bytes and places", () => {
  it.each(golden.texts)("the bytes of the tokens are those of $text", ({ text, ids }) => {
    const bytes = ids.flatMap((id) => [...tokenizer.bytesOf(id)]);
    expect(new TextDecoder("utf-8", { ignoreBOM: true }).decode(Uint8Array.from(bytes))).toBe(text);
  });

  it("counts places in code points, and shows half characters as bytes", () => {
    const ids = tokenizer.encode("a😀b");
    const result = tokenizer.pieces("a😀b", ids);
    expect(result.map(({ start, end }) => [start, end])).toContainEqual([1, 2]);
    expect(result.at(-1)).toMatchObject({ text: "b", start: 2, end: 3 });
    expect(result[1]?.text).toMatch(/^(<0x[0-9A-F]{2}>)+$/);
  });

  it("marks special tokens among ids, and not their names in a text", () => {
    const [id = -1] = tokenizer.specialIds;
    const name = tokenizer.textOf(id);
    const typed = tokenizer.encode(name);
    const result = new PromptTokens(tokenizer).pieces([...typed, id]);
    expect(result.map((piece) => piece.special)).toEqual([...typed.map(() => false), true]);
    expect(result.at(-1)).toMatchObject({ text: name, start: name.length, end: 2 * name.length });
    expect(tokenizer.decode([...typed, id])).toBe(name + name);
  });

  it("lists a text for every id of the vocabulary, and none beyond", () => {
    const [id = -1] = tokenizer.encode(" the");
    expect(tokenizer.texts).toHaveLength(tokenizer.vocabulary);
    expect(tokenizer.texts[id]).toBe(" the");
    expect(tokenizer.textOf(tokenizer.vocabulary)).toBe("");
  });

  it("spells an added token that is not special as the decoder does", () => {
    const json = read<{ added_tokens: object[] }>(process.env.SHOTGLASS_TOKENIZER ?? file);
    const id = tokenizer.vocabulary;
    const added = { ...json.added_tokens[0], id, content: "\u0120x", special: false };
    const more = new Tokenizer({ ...json, added_tokens: [...json.added_tokens, added] });
    expect(more.textOf(id)).toBe(" x");
  });

  it("refuses half a character", () => {
    expect(() => tokenizer.encode("a\ud800")).toThrow("half a character");
  });
});
