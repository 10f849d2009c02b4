import { describe, expect, it } from "vitest";
import { EventCutter, payloads, type Problem, failuresOf } from "./events";

describe("EventCutter", () => {
  it("yields an event only once it is complete", () => {
    const cutter = new EventCutter();
    expect(cutter.push('data: {"a"')).toEqual([]);
    expect(cutter.push(":1}\n")).toEqual([]);
    expect(cutter.push("\n")).toEqual(['{"a":1}']);
  });
  it("passes over comments and accepts carriage returns", () => {
    const cutter = new EventCutter();
    expect(cutter.push(": ka\n\ndata: 1\r\n\r\ndata: 2\n\n")).toEqual(["1", "2"]);
  });
});

describe("payloads", () => {
  it("keeps a character whole that is cut between two chunks", async () => {
    const bytes = new TextEncoder().encode('data: "é"\n\n');
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes.slice(0, 8));
        controller.enqueue(bytes.slice(8));
        controller.close();
      },
    });
    const seen: string[] = [];
    for await (const text of payloads(body)) seen.push(text);
    expect(seen).toEqual(['"é"']);
  });
});

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
