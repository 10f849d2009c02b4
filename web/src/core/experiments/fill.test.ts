import { describe, expect, it } from "vitest";
import { figured, fill, filled } from "./fill";
import type { Result } from "./result";

const result = {
  name: "sparse",
  question: "How much?",
  n: 1234,
  minutes: 2.96,
  series: [
    {
      name: "unseen-4",
      x: "MB",
      unit: "share",
      points: [
        { x: 24, y: 0.724, low: 0.7, high: 0.75, n: 43 },
        { x: "Common Crawl", y: 2 },
        { x: 0.5, y: -0.25 },
      ],
    },
    { name: "lambda-0.5", x: "labels", unit: "share", points: [{ x: 100, y: 0.5 }] },
  ],
  others: [
    {
      name: "bands_again", // a file's name; its words name it by its lesson
      lesson: "bands",
      series: [{ name: "largest", x: "size", unit: "nats", points: [{ x: 9, y: 4 }] }],
    },
  ],
} as unknown as Result;

describe("a place in a text", () => {
  it.each([
    ["{unseen-4[24] percent}", "72.4\u202f%"],
    ["{unseen-4[24] whole}", "72\u202f%"],
    ["{unseen-4[24] doubled}", "39.5\u202f%"],
    ["{unseen-4[24].low 2} to {unseen-4[24].high 2}", "0.70 to 0.75"],
    ["{unseen-4[24].n}", "43"],
    ["{lambda-0.5[100] percent}", "50.0\u202f%"],
    ["{bands.largest[9] 1}", "4.0"],
    ["{unseen-4[Common Crawl] 1}", "2.0"],
    ["{unseen-4[0.5] points}", "−25.0"],
    ["{question} {n}, {minutes} min", "How much? 1\u202f234, 3.0 min"],
    ["the set {1, 2}", "the set {1, 2}"],
  ])("is filled: %s", (text, expected) => {
    expect(fill(text, result)).toBe(expected);
  });
  it.each([
    "{unseen-5[24]}",
    "{bands.unseen-4[24]}",
    "{unseen-4[25]}",
    "{unseen-4[Common Crawl].low}",
    "{unseen-4[24] furlongs}",
    "{machine}",
  ])("that the result does not have is an error: %s", (text) => {
    expect(() => fill(text, result)).toThrow();
  });
  it("is where the filled text has the value of a point, without ends of intervals", () => {
    const text =
      "Of {n}, {unseen-4[24] percent} [{unseen-4[24].low 2}]; {bands.largest[9] 1} nats.";
    const words = fill(text, result);
    const cuts = figured(text, result).map(({ at, length, of }) => [
      words.slice(at, at + length),
      of,
    ]);
    expect(cuts).toEqual([
      ["72.4\u202f%", "unseen-4[24]"],
      ["4.0", "bands.largest[9]"],
    ]);
  });
  it("is filled at any depth, and functions stay", () => {
    const say = () => "x";
    const words = { text: ["{n}"], figure: { a: { b: "{question}" }, say, many: 3 } };
    expect(filled(words, result)).toEqual({
      text: ["1\u202f234"],
      figure: { a: { b: "How much?" }, say, many: 3 },
    });
  });
});
