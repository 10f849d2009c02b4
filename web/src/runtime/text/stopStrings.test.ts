import { describe, expect, it } from "vitest";
import { StopStrings } from "./stopStrings";

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
