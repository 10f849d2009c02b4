import { describe, expect, it } from "vitest";
import { gradientOf, lossOf, newNet, oddsAfter, size, type Net } from "./net";
import { own } from "./quiz";
import { chosen, corpusOf, examplesOf, spread } from "./texts";
import { BEFORE, random, Training } from "./training";

const RATE = 0.3;

function trained(source: "chapter" | "little", steps: number, rate = RATE): Training {
  const training = new Training(corpusOf(source, ""));
  for (let i = 0; i < steps; i += 1) training.advance(rate);
  return training;
}

describe("the gradient", () => {
  const shape = { characters: 7, before: 3, vector: 4, hidden: 5 };
  const net = newNet(shape, random(4));
  const draw = random(5);
  const some = (n: number) => Int32Array.from({ length: n }, () => Math.floor(7 * draw()));
  const examples = { before: some(3 * 11), next: some(11) };

  it("is by every weight what finite differences give", () => {
    const { loss, gradient } = gradientOf(net, examples);
    expect(loss).toBeCloseTo(lossOf(net, examples), 12);
    const step = 1e-5;
    const moved = (i: number, by: number): Net => {
      const weights = Float64Array.from(net.weights);
      weights[i] = (weights[i] ?? 0) + by;
      return { shape, weights };
    };
    const length = Math.sqrt(gradient.reduce((sum, slope) => sum + slope * slope, 0));
    expect(gradient).toHaveLength(size(shape));
    gradient.forEach((slope, i) => {
      const [rise, fall] = [step, -step].map((by) => lossOf(moved(i, by), examples)) as [
        number,
        number,
      ];
      const difference = (rise - fall) / (2 * step);
      expect(Math.abs(slope - difference)).toBeLessThan(1e-5 * (Math.abs(slope) + 1e-4 * length));
    });
  });
  it("is the mean of those of the places", () => {
    const whole = gradientOf(net, examples).gradient;
    const each = [...examples.next.keys()].map(
      (place) => gradientOf(net, chosen(examples, [place], 3)).gradient,
    );
    whole.forEach((slope, i) => {
      const mean = each.reduce((sum, slopes) => sum + (slopes[i] ?? 0), 0) / each.length;
      expect(slope).toBeCloseTo(mean, 12);
    });
  });
  it("comes of probabilities that sum to one", () => {
    expect(oddsAfter(net, some(3)).reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  });
});

describe("the training", () => {
  it("begins about as unsure as with all characters equally likely", () => {
    const { last, even } = trained("chapter", 0);
    expect(last.learned).toBeCloseTo(even, 1);
    expect(last.held).toBeCloseTo(even, 1);
  });
  it("lowers the loss on the chapter, on what is held out too", () => {
    const { curve, last } = trained("chapter", 200);
    expect(last.learned).toBeLessThan((curve[0]?.learned ?? 0) - 0.9);
    expect(last.held).toBeLessThan((curve[0]?.held ?? 0) - 0.9);
    expect(curve.map(({ step }) => step)).toEqual(Array.from({ length: 11 }, (_, i) => 20 * i));
  });
  it("learns 400 characters by heart, and is worse on others than before its first step", () => {
    const { curve, last, even } = trained("little", 500);
    expect(last.learned).toBeLessThan(0.3);
    expect(Math.min(...curve.map(({ held }) => held))).toBeLessThan(even - 0.4);
    expect(last.held).toBeGreaterThan(even);
  }, 30_000);
  it("learns a chapter by heart too, slowly: the loss held out rises again", () => {
    const { curve, last } = trained("chapter", 5000);
    expect(last.held).toBeGreaterThan(Math.min(...curve.map(({ held }) => held)) + 0.2);
    expect(last.learned).toBeLessThan(last.held - 0.5);
  }, 60_000);
  it("does not learn with steps that are too small or too large", () => {
    expect(trained("chapter", 100, 0.001).last.learned).toBeGreaterThan(3.5);
    expect(trained("chapter", 100, 10).last.learned).toBeGreaterThan(3.5);
  });
  it("is the same by the same seed, and another by another", () => {
    const [a, b] = [trained("chapter", 30), trained("chapter", 30)];
    expect(a.net.weights).toEqual(b.net.weights);
    expect(a.sample()).toBe(b.sample());
    expect(new Training(a.corpus, 2).net.weights).not.toEqual(
      new Training(a.corpus, 1).net.weights,
    );
  });
  it("has as many weights as the lesson says", () => {
    expect(trained("chapter", 0).weights).toBe(6829);
  });
});

describe("the texts", () => {
  it("hold the same end of the chapter out of both trainings", () => {
    const [chapter, little] = [corpusOf("chapter", ""), corpusOf("little", "")];
    expect(little.held).toBe(chapter.held);
    expect(little.learned).toBe(chapter.learned.slice(0, 400));
    expect(chapter.held.length / (chapter.held.length + chapter.learned.length)).toBeCloseTo(
      0.1,
      2,
    );
  });
  it("are cut into what stands before and what comes", () => {
    const examples = examplesOf("abcab", ["a", "b", "c"], 2);
    expect([...examples.before]).toEqual([0, 1, 1, 2, 2, 0]);
    expect([...examples.next]).toEqual([2, 0, 1]);
    expect([...spread(examples, 2, 2).next]).toEqual([2, 0]);
    expect(spread(examples, 9, 2).next).toHaveLength(3);
  });
  it("may be one's own, in any script", () => {
    const own = corpusOf("own", "四是四，十是十。".repeat(10));
    const training = new Training(own);
    training.advance(RATE);
    expect(Array.from(training.sample()).slice(0, BEFORE).join("")).toBe("四是四，十是");
  });
});

it("the question's numbers are those of the figure at its first settings", async () => {
  const { start, early, late } = await own();
  const { curve } = trained("little", 300);
  expect([start, early, late]).toEqual([curve[0], curve[3], curve[15]].map((at) => at?.held));
  expect(early).toBeLessThan(start);
  expect(late).toBeGreaterThan(start);
}, 30_000);
