import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import golden from "../../../../../tests/contract/runs.json";
import { written } from "../../../core/runFile/form";
import type { WrittenRun } from "../../../core/runFile/runs";
import { read, write } from "../address";
import { addressOf, bytesOf, headOf } from "./keptRun";

const run = golden.runs.find(({ view }) => view === "prompt") as unknown as WrittenRun;
const [question] = run.question.columns; // a conversation, held to an expression
const beside = (more: object): WrittenRun => {
  const second = { ...question, model: 1, ...more } as WrittenRun["question"]["columns"][number];
  const models = [run.models[0], { ...run.models[0], id: "other", name: "Other" }];
  return {
    ...run,
    models: models as WrittenRun["models"],
    question: { columns: [{ ...question, model: 0 } as typeof second, second] },
  };
};

describe.each([true, false])("a kept run, the tab hidden: %s", (hidden) => {
  beforeEach(() => vi.stubGlobal("document", { hidden }));
  afterEach(() => vi.unstubAllGlobals());

  it("is the file of the run, byte for byte", async () => {
    const text = new TextDecoder().decode(await bytesOf(run));
    expect(text).toBe(written(run));
  });
});

describe("what the list says of a run", () => {
  it("is its beginning, its models and its size", () => {
    const samples = run.results.columns.flatMap((column) => column.samples);
    const tokens = samples.flatMap(({ parts }) => parts.filter(({ kind }) => kind === "token"));
    expect(headOf(run, 9)).toMatchObject({
      ...{ id: run.made, at: run.made, bytes: 9, tokens: tokens.length },
      ...{ models: run.question.columns.map(({ model }) => run.models[model]?.name) },
      prompt: question?.prompt,
    });
  });

  it("has no date of the future, by which a run would outlive what comes", () => {
    const { id, at } = headOf({ ...run, made: "2099-01-01T00:00:00.000Z" }, 9);
    expect(id).toBe("2099-01-01T00:00:00.000Z");
    expect(Date.parse(at)).toBeLessThanOrEqual(Date.now());
  });

  it("has an address that asks for the same in both columns", () => {
    const settings = { ...question?.settings, seed: 99 };
    const state = read(write(addressOf(beside({ settings }))));
    expect(state).toMatchObject({
      model: question && run.models[0]?.id,
      settings: { seed: question?.settings.seed },
    });
    expect(state.beside).toMatchObject({ model: "other", text: null, settings: { seed: 99 } });
  });

  it("has the conversation in it, where one was answered", () => {
    const chat = [{ role: "user" as const, content: "Hi" }];
    const inChat = { ...run, question: { columns: [{ ...question, chat }] } } as WrittenRun;
    expect(read(write(addressOf(inChat)))).toMatchObject({
      mode: "chat",
      chat: { system: "", turns: chat },
    });
  });
});
