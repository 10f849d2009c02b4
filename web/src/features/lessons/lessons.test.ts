import { describe, expect, it } from "vitest";
import { read as readCompare } from "../compare/address";
import { read as readDecode } from "../decode/address";
import { read as readForward } from "../forward/address";
import { read, write } from "./address";
import { chain, tiny } from "../../lessons/autoregressive/chain";
import { decide } from "../../lessons/decoders/decoders";
import { COMING, GROUPS, isLesson, LESSONS, lessonLink, textOf, TRY } from "./lessons";
import { sorted } from "../../core/decoding/filters";
import { decode } from "../../core/address/url";
import { en } from "../../words/en";
import { zh } from "../../words/zh";

const TOPICS = Object.values(GROUPS).flat();

describe("the lessons", () => {
  it.each(LESSONS)("%s holds at most 120 words, and 220 characters in Chinese", (id) => {
    const words = en.lessons.each[id].text.join(" ").split(/\s+/);
    expect(words.length).toBeLessThanOrEqual(120);
    const letters = [...zh.lessons.each[id].text.join("")].filter((c) => c.trim() !== "");
    expect(letters.length).toBeLessThanOrEqual(220);
  });
  it("stand in the list once each, with every topic that is to come", () => {
    expect(TOPICS.filter(isLesson)).toEqual([...LESSONS]);
    expect(
      TOPICS.filter(
        (topic) => !isLesson(topic) && topic !== "forward" && topic !== "shapes",
      ).sort(),
    ).toEqual([...COMING].sort());
    expect(new Set(TOPICS).size).toBe(TOPICS.length);
  });
  it("correct the note with claim, correction and source, in both languages alike", () => {
    for (const id of LESSONS) {
      const [here, there] = [en.lessons.each[id].correction, zh.lessons.each[id].correction];
      expect(here === null).toBe(there === null);
      if (here !== null) expect(Object.values(here).every((text) => text.length > 8)).toBe(true);
    }
  });
  it.each(LESSONS)("%s leads on to an instrument in a state that it can read", (id) => {
    const address = decode(TRY[id]);
    if (address === null) throw new Error("no address");
    const reads = { decode: readDecode, forward: readForward, compare: readCompare };
    expect(Object.keys(reads)).toContain(address.view);
    const state = reads[address.view as keyof typeof reads](address.query);
    expect(Object.keys(state).length).toBeGreaterThan(0);
  });
  it("name exactly the two tests of GPT-2 whose prompts held examples", () => {
    for (const { lessons } of [en, zh]) {
      const [said] = lessons.each.gpt2.text;
      for (const test of ["LAMBADA", "Winograd", "TL;DR:"]) expect(said).toContain(test);
      const few = lessons.gpt2.prompts.filter(({ lines }) =>
        lines.some(({ part }) => part === "example"),
      );
      expect(few.map(({ section }) => /3\.\d/.exec(section)?.[0])).toEqual(["3.7", "3.8"]);
      expect(lessons.each.gpt2.correction?.right).toContain("translate to french");
    }
  });
  it("call a beam of one greedy only where the sum is not divided", () => {
    for (const { lessons } of [en, zh]) {
      expect(lessons.each.beam.text.join(" ")).toMatch(/b = 1.{1,5}α = 0/);
      expect(lessons.beams.best(1, "x", "1 %")).not.toMatch(/greedy|贪心/i);
    }
  });
  it("take their examples from the gallery", () => {
    expect(textOf("same-word", "opposite", 2)).toBe("hot -> cold\ntall -> short\nfast ->");
    expect(textOf("same-word", "opposite", 0)).toBe("fast ->");
    expect(() => textOf("no-such-task", "opposite", 2)).toThrow("no-such-task");
  });
});

describe("the address of the lessons", () => {
  it.each(LESSONS)("gives the lesson %s and its text back", (lesson) => {
    const state = { lesson, text: "ein Satz & mehr = #" };
    expect(read(new URLSearchParams(write(state).toString()))).toEqual(state);
    expect(read(decode(lessonLink(lesson))?.query ?? new URLSearchParams()).lesson).toBe(lesson);
  });
  it.each(["lesson=cooking", `text=${"x".repeat(401)}`])("refuses %s", (query) => {
    expect(() => read(new URLSearchParams(query))).toThrow();
  });
});

describe("the chain of surprisals", () => {
  const tokens = ["a", " b", " c"].map((text) => ({ text }));
  const surprisals = [null, { nats: Math.log(4) }, { nats: Math.log(2) }];

  it("begins each bar where the one before it ended", () => {
    const { bars } = chain(tokens, surprisals);
    expect(bars.map(({ from, to }) => [from, to])).toEqual([
      [0, 0],
      [0, Math.log(4)],
      [Math.log(4), Math.log(4) + Math.log(2)],
    ]);
  });
  it("is the product of the probabilities", () => {
    const { total, tokens: counted, mean, perplexity } = chain(tokens, surprisals);
    expect(Math.exp(-total)).toBeCloseTo(1 / 8, 12);
    expect([counted, mean]).toEqual([2, total / 2]);
    expect(perplexity).toBeCloseTo(Math.sqrt(8), 12);
  });
  it("says nothing of a mean where there is nothing to average", () => {
    expect(chain([{ text: "a" }], [null])).toMatchObject({ mean: null });
  });
  it("writes small probabilities as powers of ten", () => {
    expect(tiny(-Math.log(2.1e-14))).toBe("2.1 × 10⁻¹⁴");
    expect(tiny(-Math.log(9.99e-8))).toBe("1.0 × 10⁻⁷");
  });
});

describe("four decoders on one distribution", () => {
  const order = sorted([1, 3, 2, 0, -1, -2, -3, 0.5]);

  it("keep what their filters say, and choose among that", () => {
    for (let i = 0; i < 50; i++) {
      const rows = decide(order, i / 50, 4);
      const of = Object.fromEntries(rows.map((row) => [row.decoder, row]));
      expect(of.greedy).toMatchObject({ left: 1, place: 0 });
      expect(of.temperature).toMatchObject({ left: 8, mass: 1 });
      expect(of.top_k?.left).toBe(5);
      expect(of.top_p?.mass).toBeGreaterThanOrEqual(0.7);
      for (const row of rows) {
        expect(row.place).toBeLessThan(row.left);
        expect(row.p.reduce((sum, p) => sum + p, row.beyond)).toBeCloseTo(1, 12);
      }
    }
  });
});
