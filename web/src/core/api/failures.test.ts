import { describe, expect, it } from "vitest";
import type { Problem } from "./events";
import { failuresOf } from "./failures";

const problem = (code: string, detail = ""): Problem => ({
  type: `/errors/${code}`,
  title: "",
  status: 400,
  detail,
});
const long = problem("context_length_exceeded", "over");

describe("what went wrong in a run", () => {
  it("is nothing where nothing did", () => {
    expect(failuresOf(null, [{ id: "zero", problem: null }])).toEqual([]);
  });
  it("is told once where all lanes failed alike, in the words of the longest prompt", () => {
    const lanes = [
      { id: "zero" as const, problem: long },
      { id: "few" as const, problem: problem("context_length_exceeded", "over by more") },
    ];
    expect(failuresOf(null, lanes)).toEqual([{ problem: lanes[1]?.problem, lanes: null }]);
  });
  it("names the lanes where others could run", () => {
    const lanes = [
      { id: "zero" as const, problem: null },
      { id: "few" as const, problem: long },
    ];
    expect(failuresOf(null, lanes)).toEqual([{ problem: long, lanes: ["few"] }]);
  });
  it("tells different reasons apart, that of the whole run first", () => {
    const lanes = [
      { id: "zero" as const, problem: problem("label_conflict") },
      { id: "few" as const, problem: long },
    ];
    const whole = problem("queue_full");
    expect(failuresOf(whole, lanes).map((failure) => failure.lanes)).toEqual([
      null,
      ["zero"],
      ["few"],
    ]);
  });
});
