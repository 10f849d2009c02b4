import { expect, it } from "vitest";
import items from "../../gallery/same-word/items.json";
import { openingEntry, promptFor } from "./gallery";
import { render } from "../prompting/render";
import { linesOf, reply, replyAt, SHELF } from "./shelf";

const entry = openingEntry();

it("the shelf was recorded with the opening task's own question, examples and answers", () => {
  expect(SHELF.task).toBe(entry.id);
  expect(SHELF.rows.map(({ set }) => set)).toEqual(Object.keys(entry.prompt.shot_sets));
  for (const row of SHELF.rows) {
    const prompt = promptFor(entry, SHELF.question, row.set);
    expect(prompt.labels.map(({ text }) => text)).toEqual(SHELF.answers);
    expect(SHELF.answers[row.answer]).toBe(prompt.query.expected);
    const most = prompt.shot_sets[row.set]?.length ?? 0;
    expect(row.glasses).toHaveLength(most + 1);
    for (const k of row.glasses.keys()) {
      const shots = [...Array(k).keys()];
      const lane = { id: "few", shot_set: k === 0 ? null : row.set, shots };
      expect(linesOf(row, k).join("\n")).toBe(render(prompt, lane).text);
    }
  }
});

it("is one question of 220, as the page says", () => {
  expect(items.items).toHaveLength(220);
});

it("every glass holds what can be: no answer below nothing, all of them together at most one", () => {
  for (const { glasses } of SHELF.rows)
    for (const { parts } of glasses) {
      expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
      expect(parts.reduce((a, b) => a + b)).toBeLessThanOrEqual(1);
    }
});

it("the four sets draw four answers out of the same question", () => {
  const answers = SHELF.rows.map(({ glasses }) => {
    const last = glasses.at(-1);
    return last && reply(SHELF.answers, last).answer;
  });
  expect(answers).toEqual(SHELF.rows.map(({ answer }) => answer));
  expect(new Set(answers).size).toBe(4);
});

it.each([
  [" slow", 0.3, { text: " slow", p: 0.3, answer: 0 }],
  [" fast", 0.4, { text: " fast", p: 0.4, answer: null }],
  [" sl", 0.4, { text: " slow", p: 0.3, answer: 0 }], // the first token of the answer
  [" ", 0.4, { text: " ", p: 0.4, answer: null }], // begins every answer
])("of %j at %d and an answer at 0.3 says %o", (text, p, expected) => {
  expect(reply([" slow", " faster"], { parts: [0.3, 0.1], likeliest: { text, p } })).toEqual(
    expected,
  );
});

it("says of a token that only begins an example's answer that it goes on", () => {
  const [opposites, , , capitals] = SHELF.rows;
  expect(capitals && [0, 1, 2, 8].map((k) => replyAt(capitals, k)?.text)).toEqual([
    " ",
    " H…",
    " FAST",
    " FAST",
  ]);
  expect(opposites && replyAt(opposites, 1)?.text).toBe(" fast"); // the question itself
});
