import { describe, expect, it } from "vitest";
import { changes, formAndChoice, otherTokens, rows, likeliest } from "./readings";
import { scoreOf } from "../testing";

const zero = scoreOf({ " slow": 0.01, " faster": 0.03 });
const few = scoreOf({ " slow": 0.6, " faster": 0.1 }, [
  [" slow", 0.6],
  [" old", 0.2],
  [" faster", 0.1],
]);

describe("rows", () => {
  it("has one row a label and one for any other token, summing to one a lane", () => {
    const result = rows([
      { lane: "zero", k: 0, score: zero },
      { lane: "few", k: 4, score: few },
    ]);
    expect(result.map((row) => row.label)).toEqual([" slow", " faster", null]);
    const sum = result.reduce((total, row) => total + (row.values[1]?.p ?? 0), 0);
    expect(sum).toBeCloseTo(1);
  });
  it("gives a mean the spread of its samples, and to any other token what the mass leaves", () => {
    const spread: [number, number][] = [[0.5, 0.75], [0, 0.125], [0.5, 0.875]]; // prettier-ignore
    const mean = { ...few, samples: 2, spread };
    const result = rows([{ lane: "reason", k: 4, score: mean }]);
    expect(result.map((row) => row.values[0]?.spread)).toEqual([
      [0.5, 0.75],
      [0, 0.125],
      [0.125, 0.5],
    ]);
    expect(rows([{ lane: "few", k: 4, score: few }])[0]?.values[0]).not.toHaveProperty("spread");
  });
  it("is empty without labels", () => {
    expect(rows([{ lane: "zero", k: 0, score: scoreOf({}) }])).toEqual([]);
  });
});

describe("otherTokens", () => {
  it("leaves the answers out and accounts for everything else", () => {
    const other = otherTokens(few);
    expect(other.tokens.map((token) => token.text)).toEqual([" old"]);
    expect(other.rest).toBeCloseTo(0.1);
    expect(other.restTokens).toBe(97);
  });
  it("takes a longer label's mass off the token that begins it, and says so", () => {
    const score = scoreOf({ " zib": 0.2 }, [[" z", 0.5]]);
    const label = score.labels[0];
    const token = score.next.alternatives[0];
    if (!label || !token) throw new Error("the score lost its parts");
    label.ids = [token.id, 7];
    const other = otherTokens(score);
    expect(other.tokens[0]).toMatchObject({ text: " z", begins: " zib" });
    expect(other.tokens[0]?.p).toBeCloseTo(0.3);
  });
});

describe("formAndChoice", () => {
  it("is the mass on all labels and the expected one's share of it", () => {
    const { form, choice } = formAndChoice(few, " slow");
    expect(form).toBeCloseTo(0.7);
    expect(choice).toBeCloseTo(6 / 7);
    expect(formAndChoice(few, null).choice).toBeNull();
  });
});

describe("changes", () => {
  it("covers every pair of lanes", () => {
    const [row] = rows([
      { lane: "zero", k: 0, score: zero },
      { lane: "one", k: 1, score: zero },
      { lane: "few", k: 4, score: few },
    ]);
    expect(row && changes(row).map(({ from, to }) => [from, to])).toEqual([
      [0, 1],
      [0, 4],
      [1, 4],
    ]);
  });
});

describe("the likeliest answer", () => {
  it("is the label with the most probability", () => {
    expect(likeliest(scoreOf({ " slow": 0.6, " faster": 0.3 }))).toBe(" slow");
  });
  it("is any other token where no label has as much as all others together", () => {
    expect(likeliest(scoreOf({ " slow": 0.2, " faster": 0.3 }))).toBeNull();
  });
});
