import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { noteLink } from "../../noteAddress";
import { SECTIONS } from "../../noteAddress";
import { LOST_AFTER } from "./lost";
import { inline, sections, SLIPS, type Block, type Piece } from "./note";
import { parseTex } from "../../../../ui/formula/tex";
import { decode } from "../../../../core/address/url";

const path = new URL("./gpt-note.txt", import.meta.url);
const text = readFileSync(path, "utf-8");
const result = sections(text);

function linesOf(block: Block): Piece[][] {
  if (block.kind === "list") return block.items.flatMap((item) => [item.pieces, ...item.under]);
  if (block.kind === "table") return [...block.head, ...block.rows.flat()];
  return block.kind === "drawn" ? block.lines : [block.pieces];
}

describe("the lecture note", () => {
  it("has its eleven sections in order", () => {
    expect(result.map(({ title }) => title)).toEqual([...SECTIONS]);
  });
  it("loses no word, and only rules of tables and points of lists as signs", () => {
    const bare = (line: string) => line.replaceAll(/[\s|-]/g, "");
    const shown = result.flatMap(({ title, blocks }) => [
      title,
      ...blocks.flatMap(linesOf).map((pieces) => pieces.map((piece) => piece.text).join("")),
    ]);
    expect(bare(shown.join(""))).toBe(bare(text));
  });
  it("is set: no line of a table, no point and no formula stands as it is typed", () => {
    const kinds = result.flatMap(({ blocks }) => blocks.map(({ kind }) => kind));
    expect(kinds.filter((kind) => kind === "table")).toHaveLength(5);
    const prose = result.flatMap(({ blocks }) =>
      blocks.filter(({ kind }) => kind === "text" || kind === "list").flatMap(linesOf),
    );
    const typed = prose
      .flat()
      .flatMap((piece) => inline(piece.text))
      .filter(({ tex, text: part }) => !tex && /^\s*\||^\s*-(\s|$)|\\[(){}]/.test(part));
    expect(typed).toEqual([]);
  });
  it("has formulas that can all be set", () => {
    const tex = result.flatMap(({ blocks }) => [
      ...blocks
        .flatMap(linesOf)
        .flat()
        .flatMap((piece) => inline(piece.text))
        .flatMap((part) => (part.tex ? part.text : [])),
      ...blocks.flatMap((block) =>
        block.kind === "text" && block.lost && "tex" in block.lost ? block.lost.tex : [],
      ),
    ]);
    expect(tex.length).toBeGreaterThan(60);
    for (const formula of tex) expect(() => parseTex(formula)).not.toThrow();
  });
  it.each(LOST_AFTER)("puts a lost formula back after “%s”", (start) => {
    expect(text.split("\n").filter((line) => line.startsWith(start))).toHaveLength(1);
  });
  it.each(SLIPS)("holds each slip once, where the page says: $quote", ({ quote, section, by }) => {
    const holding = result.flatMap(({ blocks }, place) =>
      blocks
        .flatMap(linesOf)
        .flatMap((pieces) =>
          pieces.filter((piece) => piece.text === quote && piece.slip === by).map(() => place),
        ),
    );
    expect(holding).toEqual([section]);
  });
  it("is corrected at seventeen places: by twelve lessons and by two pages beside them", () => {
    expect(SLIPS).toHaveLength(18); // one of them in two quotes side by side
    const lessons = SLIPS.flatMap(({ by }) => ("lesson" in by ? by.lesson : []));
    expect(new Set(lessons)).toEqual(
      new Set([
        "block",
        "vectors",
        "positions",
        "autoregressive",
        "mask",
        "objective",
        "finetuning",
        "gpt2",
        "descent",
        "cot",
        "mixture",
        "scaling",
      ]),
    );
  });
  it.each(SLIPS)("leads from $quote to its place", ({ section }) => {
    const back = decode(noteLink(section));
    expect([back?.view, back?.query.get("section")]).toEqual(["note", String(section + 1)]);
  });
});
