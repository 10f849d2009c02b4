import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { noteLink } from "./address";
import { SECTIONS, sections, SLIPS } from "./note";
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
  it.each(SLIPS)("holds each slip once, where the page says: $quote", ({ quote, section, by }) => {
    const holding = found.flatMap(({ lines }, place) =>
      lines.flatMap(({ pieces }) =>
        pieces.filter((piece) => piece.text === quote && piece.slip === by).map(() => place),
      ),
    );
    expect(holding).toEqual([section]);
  });
  it("is corrected at fifteen places: by eleven lessons and by two pages beside them", () => {
    expect(SLIPS).toHaveLength(15);
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
      ]),
    );
  });
  it.each(SLIPS)("leads from $quote to its place", ({ section }) => {
    const back = decode(noteLink(section));
    expect([back?.view, back?.query.get("section")]).toEqual(["note", String(section + 1)]);
  });
});
