import { describe, expect, it } from "vitest";
import { StopStrings, shown, TextStream } from "./streaming";

/** What is let through, piece by piece, and the stop that was hit. */
function through(stops: string[], pieces: string[]): [string, string | null] {
  const cut = new StopStrings(stops);
  const text = pieces.map((piece) => cut.push(piece)).join("");
  return [text + (cut.hit === null ? cut.flush() : ""), cut.hit];
}

describe("text is cut before a stop string", () => {
  it.each([
    [["\n\n"], ["a\n", "\nb"], "a", "\n\n"],
    [["\n\n"], ["a\n", "b\n"], "a\nb\n", null],
    [["ab", "b"], ["xa", "b"], "x", "ab"], // the longest of those that end together
    [["abc", "b"], ["abc"], "a", "b"], // the one that is complete first
    [[], ["all"], "all", null],
    [["😀x"], ["a😀", "y😀", "x"], "a😀y", "😀x"],
  ])("%j of %j", (stops, pieces, text, hit) => {
    expect(through(stops, pieces)).toEqual([text, hit]);
    expect(through(stops, Array.from(pieces.join("")))).toEqual([text, hit]); // however it is cut
  });

  it("holds back what may begin one, and no more", () => {
    const cut = new StopStrings(["END"]);
    expect(cut.push("the EN")).toBe("the ");
    expect(cut.push("emy")).toBe("ENemy");
  });
});

const bytes = (text: string) => new TextEncoder().encode(text);

describe("bytes become text without half characters", () => {
  it("keeps an unfinished character back until it is whole", () => {
    const stream = new TextStream();
    const [first, ...rest] = bytes("😀");
    expect(stream.push(Uint8Array.of(first ?? 0))).toBe("");
    expect(stream.push(Uint8Array.from(rest))).toBe("😀");
    expect(stream.push(Uint8Array.of(0xe4))).toBe("");
    expect(stream.flush()).toBe("\ufffd");
  });

  it.each([
    [[0x61, 0xe4, 0xbd, 0xa0], "a你"],
    [[0xe4, 0xbd], "<0xE4><0xBD>"],
    [[0xed, 0xa0, 0x80], "<0xED><0xA0><0x80>"], // half of a pair is no character
    [[0xc0, 0x80], "<0xC0><0x80>"], // longer than it need be
    [[0xef, 0xbb, 0xbf, 0x41], "\ufeffA"],
    [[0xf5, 0x41], "<0xF5>A"],
  ])("shows %j as %j", (data, text) => {
    expect(shown(Uint8Array.from(data))).toBe(text);
  });
});
