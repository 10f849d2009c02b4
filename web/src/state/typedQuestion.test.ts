// What becomes of the expected answer while another question is typed.

import "../testing";
import { beforeEach, describe, expect, it } from "vitest";
import { blankPrompt, withTemplate } from "../core/prompting/editing";
import { openingEntry } from "../core/gallery/gallery";
import { draft } from "./draft.svelte";
import { items } from "./items.svelte";

const type = (text: string) =>
  [...text].forEach((_, at) => draft.typeQuestion(text.slice(0, at + 1)));
const query = () => draft.prompt.query;

describe("typing another question", () => {
  beforeEach(() => {
    draft.open(openingEntry());
    draft.switchSet("comparative");
    expect(query()).toEqual({ input: "fast", expected: " faster" });
  });

  it("takes along what the task expects of it, with its answers", () => {
    type("big");
    expect(query()).toEqual({ input: "big", expected: " bigger" });
    expect(draft.prompt.labels.map(({ text }) => text)).toContain(" bigger");
    type("fast");
    expect(query()).toEqual({ input: "fast", expected: " faster" });
  });
  it("knows the task's other questions once they are there", async () => {
    await items.load("same-word");
    type("lengthy");
    expect(query()).toEqual({ input: "lengthy", expected: " lengthier" });
  });
  it("leaves no answer that the task expects of another one", () => {
    type("purple");
    expect(query()).toEqual({ input: "purple" });
  });
  it("keeps an answer that a person wrote", () => {
    draft.prompt = { ...draft.prompt, query: { input: "fast", expected: " quick" } };
    type("fastest");
    expect(query()).toEqual({ input: "fastest", expected: " quick" });
    draft.take({ ...blankPrompt(), query: { input: "a", expected: " b" } });
    type("ac");
    expect(query()).toEqual({ input: "ac", expected: " b" });
  });
  it("has the answer as the template in use has it", () => {
    draft.prompt = withTemplate(draft.prompt, "{input}:\n{output}\n");
    type("big");
    expect(query().expected).toBe("bigger");
  });
});
