// What lessons say of their results in words, without a figure: held by the results themselves, so
// that words do not outlive the numbers they were written for.

import { expect, it } from "vitest";
import { pointOf, seriesOf, type Result } from "../../../../core/experiments/result";
import { lessonResult } from "./lessons";

const y = (result: Result, series: string, x: string) => pointOf(result, series, x).y;

function ends(result: Result, series: string, x: string): [number, number] {
  const { low, high } = pointOf(result, series, x);
  if (low === undefined || high === undefined) throw new Error(`${series}[${x}]: no interval`);
  return [low, high];
}

function holdsZero(result: Result, series: string, x: string): boolean {
  const [low, high] = ends(result, series, x);
  return low <= 0 && high >= 0;
}

const CLAIMS: [string, string, (result: Result) => boolean][] = [
  [
    "ladder",
    "TF-IDF needs 3 000 labels for as much as fine-tuning on 100, and is ahead at the other task",
    (result) =>
      y(result, "source-tuned", "100") >= y(result, "source-tf-idf", "3000") &&
      y(result, "source-tuned", "100") - y(result, "source-tf-idf", "3000") < 0.02 &&
      y(result, "order-tuned", "100") < y(result, "order-tf-idf", "100"),
  ],
  [
    "vectors",
    "SmolLM2’s word tells more than the token before it half-way up and not in the last layer, house-prose’s is not told apart, house-bert’s holds a half; “arms” has neighbours of both senses",
    (result) => {
      const [low, high] = ends(result, "house-bert-after", "0.5");
      const neighbours = result.tables.find(({ name }) => name === "neighbours")?.rows ?? [];
      const near = String(neighbours.find(([word]) => word === "arms")?.[1]).split(", ");
      return (
        ends(result, "smollm2-135m-more-before", "0.5")[0] > 0 &&
        holdsZero(result, "smollm2-135m-more-before", "1") &&
        holdsZero(result, "house-prose-more-before", "0.5") &&
        low < 0.5 &&
        high > 0.5 &&
        near.includes("neck") &&
        near.includes("weapons")
      );
    },
  ],
  [
    "sparse",
    "more text leaves less than half of the unseen pairs, and more than four fifths of the unseen runs of four",
    (result) =>
      y(result, "unseen-2", "24") < y(result, "unseen-2", "1") / 2 &&
      y(result, "unseen-4", "24") > 0.8 * y(result, "unseen-4", "1"),
  ],
  [
    "longcontext",
    "found at all ten places up to 4,096 tokens, and at 8,192 at all but the beginning",
    (result) =>
      ["256", "512", "1024", "2048", "4096"].every((tokens) => y(result, "right", tokens) === 1) &&
      seriesOf(result, "places-8192").points.every(
        ({ x, y: right }) => right === (x === 0 ? 0 : 1),
      ),
  ],
  [
    "probe",
    "the last layer of SmolLM2 is below layer 0, where its selectivity is no smaller than half-way up",
    (result) =>
      ends(result, "smollm2-135m-speech-gain", "30")[1] < 0 &&
      y(result, "smollm2-135m-selectivity", "30") >= y(result, "smollm2-135m-selectivity", "15"),
  ],
  [
    "norms",
    "post-norm without warm-up loses no less than token frequencies, pre-norm less at every depth; and Xiong’s claim",
    (result) => {
      const of = (series: string, depth: string) => y(result, series, depth);
      const fall = of("last-xavier-pre", "6") / of("last-xavier-pre", "24");
      return (
        ["6", "12", "24"].every(
          (depth) =>
            of("loss-post", depth) >= of("loss-unigram", depth) &&
            ends(result, "loss-pre", depth)[1] < of("loss-unigram", depth),
        ) &&
        of("loss-post-warm", "24") >= of("loss-unigram", "24") &&
        Math.abs(of("last-xavier-post", "24") / of("last-xavier-post", "6") - 1) < 0.2 &&
        Math.abs(fall / 2 - 1) < 0.2 // the root of 24 / 6
      );
    },
  ],
  [
    "positions",
    "the longer run’s sines and rotary positions are used, learned ones not told apart from none; far out rotary is best and sines are worst; in the first run no kind helped but rotary",
    (result) => {
      const far = ["rotary", "none", "learned", "sinusoidal"].map((kind) =>
        ends(result, "positions-longer.far", kind),
      );
      return (
        ["sinusoidal", "rotary"].every(
          (kind) => ends(result, "positions-longer.less-than-none", kind)[1] < -0.05,
        ) &&
        holdsZero(result, "positions-longer.less-than-none", "learned") &&
        far.every(([, high], i) => high < (far[i + 1]?.[0] ?? Infinity)) &&
        y(result, "near", "none") < y(result, "near", "learned") &&
        y(result, "near", "learned") < y(result, "near", "sinusoidal")
      );
    },
  ],
  [
    "feedforward",
    "over ten seeds the intervals of ReLU and of the gate hold 0, and the gate’s not −0.01, as it did over three; that of the head of its own does not hold 0",
    (result) =>
      holdsZero(result, "feedforward-ten.minus-base", "plain ReLU, tied") &&
      holdsZero(result, "feedforward-ten.minus-base", "gated GELU, tied") &&
      ends(result, "feedforward-ten.minus-base", "gated GELU, tied")[0] > -0.01 &&
      ends(result, "minus-base", "gated GELU, tied")[0] < -0.01 &&
      !holdsZero(result, "minus-base", "plain GELU, untied"),
  ],
  [
    "descent",
    "sixteen steps are nearest, and not told apart from ridge regression",
    (result) => {
      const { points } = seriesOf(result, "distance");
      const [nearest] = [...points].sort((a, b) => a.y - b.y);
      const [low, high] = ends(result, "distance", "16 steps");
      const [ridgeLow, ridgeHigh] = ends(result, "distance", "ridge");
      return nearest?.x === "16 steps" && low < ridgeHigh && ridgeLow < high;
    },
  ],
  [
    "meta",
    "heads that look a token back, and heads on the answers, cost as much as those that match best; early on both nets guess between two labels; of ten seeds all of two layers learn, and six of one layer go on guessing",
    (result) =>
      ["meta-ten.learning-1", "meta-ten.learning-2"].every(
        (net) => Math.abs(y(result, net, "100") - 0.5) < 0.02,
      ) &&
      y(result, "meta-ten.learned", "2") === 10 &&
      seriesOf(result, "meta-ten.ends-1").points.filter(({ y: end }) => Math.abs(end - 0.5) < 0.05)
        .length === 6 &&
      ["beside-zero", "beside-mean"].every((series) =>
        ["previous", "answers"].every(
          (heads) =>
            ends(result, series, heads)[1] < 0 &&
            Math.abs(y(result, series, heads) - y(result, series, "prefix")) < 0.11,
        ),
      ),
  ],
  [
    "bigger",
    "what shuffled answers cost, and who is ahead at made-up names, holds 0; half of the gain is in two tasks",
    (result) => {
      const rows = result.tables.find(({ name }) => name === "tasks")?.rows ?? [];
      const gains = rows.map(([task, model, none, eight]) => {
        const sign = model === "smollm2-135m" ? 1 : model === "house-prose" ? -1 : 0;
        return [task, sign * (Number(eight) - Number(none))] as const;
      });
      const sum = (of: (task: unknown) => boolean) =>
        gains.reduce((total, [task, gain]) => total + (of(task) ? gain : 0), 0);
      const share = sum((task) => task === "copy-rule" || task === "odd-dates") / sum(() => true);
      return (
        Math.abs(share - 0.5) < 0.05 &&
        holdsZero(result, "gain-over-shuffled", "smollm2-135m") &&
        holdsZero(result, "large-less-small", "over shuffled answers") &&
        holdsZero(result, "taught-less-large", "house-templates")
      );
    },
  ],
  [
    "onemodel",
    "128 labels do not equal the prompted model in the three tasks that translate",
    (result) =>
      ["chinese-words", "note-translation", "translation"].every(
        (task) => y(result, "classifier-128", task) < y(result, "prompted", task),
      ),
  ],
  [
    "bert",
    "what both sides are worth holds 0, and the masked network hardly learned",
    (result) =>
      holdsZero(result, "gained", "both sides") &&
      y(result, "small-bert", "153600") - y(result, "small-bert", "614400") < 0.2,
  ],
  [
    "scaling",
    "shapes differ by more than the line falls over the four sizes",
    (result) => {
      const of = (x: string) => y(result, "bands.loss-by-shape", x);
      const fall = y(result, "law-by-size", "24576") - y(result, "law-by-size", "552960");
      return of("16 x 32") - of("2 x 92") > fall;
    },
  ],
  [
    "predicted",
    "Chinchilla's formula is above an even guess among 32 000 tokens",
    (result) => y(result, "chinchilla", "1572860") > Math.log(32_000),
  ],
  [
    "bayes",
    "the LSTM is nearer to Bayes' rule than the transformer, whose share holds a quarter over three seeds and over ten",
    (result) => {
      const shares = ["missed", "bayes-ten.missed"].map((name) =>
        ends(result, name, "transformer"),
      );
      return (
        ends(result, "bayes-ten.missed", "lstm")[1] < (shares[1]?.[0] ?? 0) &&
        shares.every(([low, high]) => low <= 0.25 && high >= 0.25)
      );
    },
  ],
  [
    "ceiling",
    "the intervals of four and of sixteen epochs hold 0",
    (result) => ["4", "16"].every((epochs) => holdsZero(result, "cost-by-epochs", epochs)),
  ],
];

it.each(CLAIMS)("%s: %s", async (lesson, _, holds) => {
  const result = await lessonResult(lesson);
  expect(result !== null && holds(result)).toBe(true);
});
