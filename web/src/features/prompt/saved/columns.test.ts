import { describe, expect, it, vi } from "vitest";
import golden from "../../../../../tests/contract/runs.json";
import type { RunModel, WrittenRun } from "../../../core/runFile/runs";
import { columnOf, questionOf, writtenOf } from "./columns";

vi.mock("../../../state/precision.svelte", () => ({ precision: {} }));
vi.mock("../../../state/server.svelte", () => ({ server: { models: [] } }));

/** Without what Prompt has no field for. */
const plain = (key: string, value: unknown) =>
  key === "logit_bias" || (key === "prefix" && value === "") ? undefined : value;
const run = JSON.parse(
  JSON.stringify(
    golden.runs.find(({ view }) => view === "prompt"),
    plain,
  ),
) as WrittenRun;
const model = run.models[0] as RunModel;

describe("a column of a run", () => {
  it.each(run.question.columns.map((question, at) => [at, question] as const))(
    "comes back part by part, as it was: %d",
    (at, question) => {
      const written = run.results.columns[at];
      if (written === undefined) throw new Error("There is no such column.");
      const column = columnOf(question, written, model);
      expect(writtenOf(column.samples)).toEqual(written);
      expect(questionOf(column.made, question.model)).toEqual(question);
    },
  );

  it("has one source for the tokens of one request", () => {
    const [question, written] = [run.question.columns[0], run.results.columns[0]];
    if (question === undefined || written === undefined) throw new Error("There is no column.");
    const { samples } = columnOf(question, written, model);
    const sources = samples.flatMap(({ parts }) =>
      parts.flatMap((part) => (part.kind === "token" ? [part.source] : [])),
    );
    expect(new Set(sources).size).toBe(written.sources.length);
  });
});
