import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { correctionLink, noteLink, SECTION_OF, SECTIONS, sections, SLIPS } from "./note";
import { decode } from "../../core/address/url";

const path = new URL("./gpt-note.txt", import.meta.url);
const text = readFileSync(path, "utf-8");
const found = sections(text);

describe("the lecture note", () => {
  it("has its eleven sections in order", () => {
    expect(found.map(({ title }) => title)).toEqual([...SECTIONS]);
  });
  it("loses no line that says something", () => {
    const shown = found.flatMap(({ title, lines }) => [
      title,
      ...lines.map(({ pieces }) => pieces.map((piece) => piece.text).join("")),
    ]);
    expect(shown).toEqual(text.split("\n").filter((line) => line.trim() !== ""));
  });
  it.each(SLIPS)("holds each slip once, where the page says: $quote", ({ quote, by }) => {
    const holding = found.flatMap(({ lines }, section) =>
      lines.flatMap(({ pieces }) =>
        pieces.filter((piece) => piece.text === quote && piece.slip === by).map(() => section),
      ),
    );
    expect(holding).toEqual([SECTION_OF[by]]);
  });
  it.each(SLIPS)("leads from $by to its correction and back", ({ by }) => {
    expect(decode(correctionLink(by))?.view).toMatch(/lessons|forward|shapes/);
    const back = decode(noteLink(SECTION_OF[by]));
    expect([back?.view, back?.query.get("section")]).toEqual(["note", String(SECTION_OF[by] + 1)]);
  });
});
