import { describe, expect, it } from "vitest";
import type { Piece } from "../../core/api/events";
import { render } from "../../core/prompting/render";
import { lines, segments, withWritten, type PartNames } from "./segments";

const NAMES: PartNames = {
  start: "Start token",
  instruction: "Instruction",
  question: "Question",
  written: "Written",
  example: (k) => `Example ${k}`,
  line: (k) => `Line ${k}`,
  shorts: { start: "S", instruction: "I", question: "Q", written: "W" },
};

/** Tokens of `size` letters. */
function cut(text: string, size: number): Piece[] {
  const letters = Array.from(text);
  const count = Math.ceil(letters.length / size);
  return Array.from({ length: count }, (_, i) => {
    const [start, end] = [i * size, Math.min(letters.length, (i + 1) * size)];
    return {
      id: i,
      text: letters.slice(start, end).join(""),
      start,
      end,
      part: null,
      special: false,
    };
  });
}

const PROMPT = {
  instruction: "Give the opposite.",
  template: "{input} ->{output}\n",
  shot_sets: {
    a: [
      { input: "hot", output: " cold" },
      { input: "tall", output: " short" },
    ],
  },
  query: { input: "fast" },
  labels: [],
  readout: "text" as const,
  items: [],
};

describe("the parts of a prompt", () => {
  it("are named, tile the tokens, and begin where a token begins in them", () => {
    const { text, spans } = render(PROMPT, { id: "few", shot_set: "a", shots: [0, 1] });
    for (const size of [1, 2, 3, 5]) {
      const pieces = cut(text, size);
      const parts = segments(pieces, spans, NAMES);
      expect(parts.map((part) => part.name)).toEqual([
        "Instruction",
        "Example 1",
        "Example 2",
        "Question",
      ]);
      expect(parts[0]?.start).toBe(0);
      expect(parts.at(-1)?.end).toBe(pieces.length);
      parts.slice(1).forEach((part, i) => expect(part.start).toBe(parts[i]?.end));
    }
  });
  it("count a gap to the line in which it stands", () => {
    const pieces = cut("a_b\nc_d", 1).map((piece) => ({ ...piece, special: piece.text === "_" }));
    const parts = lines(pieces, "a_b\nc_d", NAMES);
    expect(parts.map(({ name, start, end }) => [name, start, end])).toEqual([
      ["Line 1", 0, 4],
      ["Line 2", 4, 7],
    ]);
  });
  it("do not count a start token to the part that follows it", () => {
    const { text, spans } = render(PROMPT, { id: "few", shot_set: "a", shots: [0, 1] });
    const start = { id: 1, text: "<s>", start: 0, end: 0, part: null, special: true };
    const plain = segments(cut(text, 2), spans, NAMES);
    const parts = segments([start, ...cut(text, 2)], spans, NAMES);
    expect(parts[0]).toEqual({ name: "Start token", short: "S", start: 0, end: 1 });
    expect(parts.slice(1)).toEqual(
      plain.map((part) => ({ ...part, start: part.start + 1, end: part.end + 1 })),
    );
  });
  it("are lines where there is no prompt object, counted by their breaks", () => {
    const text = "one\ntwo\n\nfour";
    expect(
      lines(cut(text, 1), text, NAMES).map(({ name, start, end }) => [name, start, end]),
    ).toEqual([
      ["Line 1", 0, 4],
      ["Line 2", 4, 8],
      ["Line 3", 8, 9],
      ["Line 4", 9, 13],
    ]);
    expect(lines(cut("one line", 1), "one line", NAMES)).toEqual([]);
    expect(lines(cut("a\n".repeat(40), 1), "a\n".repeat(40), NAMES)).toEqual([]);
  });
  it("end with what the model wrote", () => {
    const { text, spans } = render(PROMPT, { id: "zero", shot_set: null, shots: [] });
    const pieces = cut(`${text} slow`, 1);
    const parts = withWritten(segments(pieces, spans, NAMES), pieces.length, text.length, NAMES);
    expect(parts.at(-1)).toMatchObject({ name: "Written", start: text.length, end: pieces.length });
    expect(parts.at(-2)).toMatchObject({ name: "Question", end: text.length });
  });
});
