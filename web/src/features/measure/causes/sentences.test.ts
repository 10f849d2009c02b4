import { describe, expect, it } from "vitest";
import type { Interval } from "../../../core/api/api.gen";
import { causes as en } from "./words.en";
import { causes as zh } from "./words.zh";

const at = (value: number, low = value, high = value): Interval => ({ value, low, high });
const both = [en, zh];
const outcome = (right: number) => ({ right: at(right), form: at(0.2) });
const vector = (change: Interval) => ({
  effect: {
    kind: "task" as const,
    layers: [],
    chosen: 9,
    from_none_right: change,
    from_none_form: at(0),
    from_examples_right: at(0),
    from_examples_form: at(0),
  },
  at: outcome(0.75),
});

describe("the sentences about causes", () => {
  it("say that no example is seen to matter", () => {
    const sentences = both.map(
      (t) => t.example.sentence({ n: 32, k: 4, most: null, attention: null }).main,
    );
    expect(sentences[0]).toContain("No example is seen to matter");
    expect(sentences[1]).toContain("看不出哪个例子起作用");
  });
  it("name the example, and which way the answer went without it", () => {
    const lost = at(-0.8, -1, -0.6);
    const most = { place: 1, input: "tall", output: " short", lost };
    const [english, chinese] = both.map((t) =>
      t.example.sentence({ n: 32, k: 4, most, attention: at(0.1, -0.2, 0.4) }),
    );
    expect(english?.main).toContain("odds of the expected answer rise 2.2-fold [1.8, 2.7]");
    expect(chinese?.main).toContain("升到原来的 2.23 [1.82, 2.72] 倍");
    expect(english?.more[0]).toContain("0.80 [0.60, 1.00] nats");
    expect(english?.more[1]).toContain("does not say which example matters");
  });
  it("say that no vector stands for the examples, or which one does", () => {
    const facts = { n: 16, choosing: 16, none: outcome(0.25), examples: outcome(0.8) };
    const nothing = en.vector.sentence({ ...facts, vectors: [vector(at(0.5, -0.1, 0.9))] });
    const chosen = en.vector.sentence({ ...facts, vectors: [vector(at(0.5, 0.2, 0.8))] });
    expect(nothing.main).toContain("No vector stands for the examples");
    expect(nothing.more[0]).toContain("cannot be told apart");
    expect(chosen.main).toContain("after layer 8");
    expect(zh.vector.sentence({ ...facts, vectors: [] }).main).toContain("没有哪个向量");
  });
  it("say how many questions it takes where there are too few", () => {
    expect(en.few(3, 6)).toContain("n is not enough to say");
    expect(zh.few(3, 6)).toContain("至少要 6 题");
  });
});
