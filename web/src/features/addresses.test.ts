import { describe, expect, it } from "vitest";
import { decode as decodeUrl, encode } from "../core/address/url";
import { VIEWS, type View } from "../core/address/views";
import { type BeamSettings, BOUNDS, DEFAULTS, FIELDS } from "../core/decoding/settings";
import { GALLERY } from "../core/gallery/gallery";
import * as compare from "../core/address/compare";
import * as decode from "../core/address/decode";
import * as inside from "../core/address/inside";
import * as measure from "./measure/address";
import * as models from "./models/address";
import * as prompt from "./prompt/address";
import * as train from "./train/address";

type Read = (query: URLSearchParams) => unknown;
const OF_EXTENSIONS = import.meta.glob<Read>("../extensions/*/views/*/address.ts", {
  eager: true,
  import: "read",
});

/** Numbers in [0, 1) that are the same at every run (mulberry32, Tommy Ettinger, 2017). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const PIECES = [
  "a",
  " ",
  "\n",
  "\t",
  "&",
  "=",
  "?",
  "#",
  "%",
  "+",
  "{",
  "}",
  "中",
  "é",
  "🙂",
  '"',
  "\\",
];

class Random {
  readonly next = numbers(20261124);

  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  of<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error("Nothing to choose from.");
    return item;
  }

  text(most: number): string {
    return Array.from({ length: 1 + this.below(most) }, () => this.of(PIECES)).join("");
  }

  maybe<T extends object>(part: T): T | object {
    return this.next() < 0.5 ? part : {};
  }
}

/** What a link brings to whoever opens it. */
function carried(view: View, query: URLSearchParams): URLSearchParams {
  const fragment = encode({ view, query });
  expect(fragment).not.toBeNull();
  return decodeUrl(new URL(`http://localhost/${fragment ?? ""}`).hash)?.query ?? query;
}

function compareState(random: Random): compare.CompareState {
  const entry = random.of(GALLERY);
  const settings = { ...DEFAULTS };
  for (const field of FIELDS) {
    const { min, max, whole } = BOUNDS[field];
    const value = min + random.next() * (Math.min(max, 9) - min);
    settings[field] = whole ? Math.floor(value) : value;
  }
  settings.seed = random.below(2 ** 31) + 1;
  const prompt = {
    ...entry.prompt,
    instruction: random.text(40),
    query: { input: random.text(30), expected: random.text(9) },
    shot_sets: { [random.text(5)]: [shot(random)] },
  };
  return {
    ...random.maybe({ task: entry.id }),
    ...random.maybe({ set: random.text(9) }),
    ...random.maybe({ ask: random.text(20) }),
    ...random.maybe({ k: random.below(compare.MOST_K + 1) }),
    ...random.maybe({ oneShot: 1 + random.below(8) }),
    ...random.maybe({ settings }),
    ...random.maybe({ prompt }),
    ...random.maybe({ pinned: true }),
    ...random.maybe({ second: random.text(12) }),
    ...random.maybe({ truths: { [random.text(5)]: { [random.text(9)]: random.text(9) } } }),
    ...random.maybe({ reasoning: { n: 1 + random.below(8), max_tokens: 1 + random.below(4096) } }),
  };
}

function shot(random: Random) {
  return { input: random.text(9), output: random.text(9), reasoning: random.text(9) };
}

function beamOf(random: Random): BeamSettings {
  const width = 1 + random.below(16);
  return {
    width,
    max_tokens: 1 + random.below(64),
    n: 1 + random.below(width),
    alpha: random.below(51) / 10,
    normalisation: random.of(["length", "gnmt"] as const),
    early_stopping: random.next() < 0.5,
  };
}

describe("the address of a view", () => {
  it("gives 200 states of Compare back as they were", () => {
    const random = new Random();
    for (let i = 0; i < 200; i += 1) {
      const state = compareState(random);
      expect(compare.read(carried("compare", compare.write(state)))).toEqual(state);
    }
  });

  it("gives 200 states of Decode back as they were", () => {
    const random = new Random();
    for (let i = 0; i < 200; i += 1) {
      const state = {
        text: random.text(60),
        taken: Array.from({ length: random.below(6) }, () => random.text(6)),
        settings: {
          temperature: Math.round(random.next() * 50) / 10,
          top_k: random.below(1000),
          top_p: (1 + random.below(100)) / 100,
          min_p: random.below(101) / 100,
          repetition_penalty: (1 + random.below(300)) / 100,
          presence_penalty: (random.below(41) - 20) / 10,
          frequency_penalty: (random.below(41) - 20) / 10,
          seed: random.below(2 ** 31),
        },
        constraint: random.of([
          null,
          { kind: "json_schema" as const, source: random.text(60) },
          { kind: "regex" as const, source: random.text(60), prefix: `${random.text(6)}.` },
        ]),
        sample: random.below(8),
        beam: beamOf(random),
      };
      expect(decode.read(carried("decode", decode.write(state)))).toEqual(state);
    }
  });

  it("gives 200 states of Measure back as they were", () => {
    const random = new Random();
    for (let i = 0; i < 200; i += 1) {
      const answers = ["yes", "no"];
      const own = Array.from({ length: 2 + random.below(4) }, (_, at) => ({
        input: `${at}${random.text(9)}x`,
        expected: answers[at % 2] ?? "",
      }));
      const state: measure.MeasureState = {
        settings: {
          ...random.maybe({ k: [0, 1 + random.below(9)] }),
          ...random.maybe({ draws: 1 + random.below(64) }),
          ...random.maybe({ questions: 1 + random.below(1000) }),
          ...random.maybe({ pool: 2 + random.below(99) }),
          ...random.maybe({ seed: random.below(2 ** 31) }),
          ...random.maybe({ difference: (1 + random.below(100)) / 100 }),
          ...random.maybe({ free: [random.text(6), ""] }),
          ...random.maybe({ formats: ["{input} ={output}\n"] }),
        },
        ...random.maybe({ question: random.of(["examples", "order", "labels"] as const) }),
        ...random.maybe({ other: random.text(9) }),
        ...random.maybe({ own }),
        ...random.maybe({ examples: "task" }),
      };
      expect(measure.read(carried("measure", measure.write(state)))).toEqual(state);
    }
  });

  it("answers 1,000 fuzzed fragments with a state or with an Error that says what is wrong", () => {
    const random = new Random();
    const readers = [
      compare.read,
      decode.read,
      inside.read,
      measure.read,
      models.read,
      prompt.read,
      train.read,
      ...Object.values(OF_EXTENSIONS),
    ];
    const keys = [
      "task",
      "set",
      "k",
      "one",
      "prompt",
      "text",
      "take",
      "beam_width",
      "mode",
      "user",
      "at",
      "layer",
      "run",
      "model",
      "format",
      "question",
      "items",
      "free",
      "x",
      "__proto__",
    ];
    let refused = 0;
    for (let i = 0; i < 1000; i += 1) {
      const pairs = Array.from(
        { length: random.below(5) },
        () => `${random.of(keys)}=${random.text(8)}`,
      );
      const fragment = `#v${random.of(["1", "2", ""])}/${random.of([...VIEWS.keys(), "x"])}?${pairs.join("&")}`;
      try {
        const address = decodeUrl(fragment);
        for (const read of readers) if (address !== null) read(address.query);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThan(1000);
  });
});
