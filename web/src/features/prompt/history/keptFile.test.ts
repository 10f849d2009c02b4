import { describe, expect, it } from "vitest";
import golden from "../../../../../tests/contract/runs.json";
import type { RunFault } from "../../../core/runFile/form";
import { conversion } from "./database";
import earlier from "./earlier.json";
import { FORMAT } from "./earlier";
import { FileError, MOST_FILE, MOST_RUNS, readFile } from "./keptFile";

const run = golden.runs.find(({ view }) => view === "prompt");
const other = golden.runs.find(({ view }) => view === "decode");
const lines = (...runs: unknown[]) => runs.map((each) => `${JSON.stringify(each)}\n`).join("");
const file = (text: string, size = text.length) => ({ size, text: () => Promise.resolve(text) });
const samplesOf = ({ samples, ...column }: (typeof earlier.columns)[number]) => ({
  ...column,
  samples: samples.map((text) => JSON.parse(text) as unknown),
});
const saved = { ...earlier, columns: earlier.columns.map(samplesOf) };
const exported = (...runs: unknown[]) => JSON.stringify({ format: FORMAT, runs });

async function faultOf(text: string, size?: number): Promise<[number, RunFault]> {
  const error: unknown = await readFile(file(text, size)).catch((error: unknown) => error);
  if (!(error instanceof FileError)) throw new Error("The file was taken.");
  return [error.place, error.fault];
}

describe("a file of kept runs", () => {
  it("comes back as it was, a line a run", async () => {
    const again = { ...run, made: "2026-11-30T12:00:00.000Z" };
    const result = await readFile(file(lines(run, again)));
    expect(result.map((each) => each.run)).toEqual([run, again]);
    expect(new TextDecoder().decode(result[0]?.bytes)).toBe(lines(run));
  });

  it("is refused for its size before it is read", async () => {
    const [, fault] = await faultOf("{}", MOST_FILE + 1);
    expect(fault).toEqual({ kind: "size", bytes: MOST_FILE + 1 });
  });

  it("is refused with the line that is at fault", async () => {
    expect(await faultOf(`${lines(run)}<script>`)).toEqual([2, { kind: "json" }]);
    expect(await faultOf("")).toEqual([1, { kind: "json" }]);
    expect(await faultOf(lines(other))).toMatchObject([1, { fault: { place: "view" } }]);
    const wrong = structuredClone(run) as { models: object[] };
    wrong.models[0] = {};
    expect(await faultOf(lines(run, wrong))).toMatchObject([
      2,
      { fault: { place: "models[0].id" } },
    ]);
  });

  it("is refused with more runs than are kept", async () => {
    const many = Array.from({ length: MOST_RUNS + 1 }, () => run);
    expect(await faultOf(lines(...many))).toMatchObject([1, { fault: { place: "" } }]);
  });
});

describe("a file that an earlier page saved", () => {
  it("is read with what a person chose, and the request of each stretch", async () => {
    const [result] = await readFile(file(exported(saved)));
    const [first, second] = result?.run.results.columns ?? [];
    expect(result?.run).toMatchObject({
      made: earlier.at,
      models: [{ id: "house-gpt2", precision: "fp32" }, { id: "house-prose" }],
      question: { columns: [{ prompt: "Once upon", settings: { seed: 7 } }, {}] },
    });
    const parts = first?.samples[0]?.parts ?? [];
    const tokens = parts.map(
      (part) => part.kind === "token" && [part.source, part.token.text, part.chosen],
    );
    expect(tokens.slice(0, 3)).toEqual([
      [0, " there", false],
      [0, ".", true],
      [1, " By", false],
    ]);
    expect(first?.sources.map(({ prompt }) => prompt)).toEqual(["Once upon", "Once upon there."]);
    expect(second?.samples[0]?.parts).toHaveLength(3);
  });

  it.each<[string, unknown]>([
    ["no JSON", "{"],
    ["no list", exported().replace("[]", "5")],
    ["no run", exported([[[[]]]])],
    ["a run without its samples", exported({ ...saved, columns: [{}] })],
    ["a run without its time", exported({ ...saved, at: 5 })],
    [
      "a source that is not there",
      JSON.stringify({ format: FORMAT, runs: [saved] }).replace('"source":1', '"source":9'),
    ],
    [
      "settings out of bounds",
      JSON.stringify({ format: FORMAT, runs: [saved] }).replace('"n":1', '"n":1000'),
    ],
  ])("is refused with %s", async (_, text) => {
    const [place, fault] = await faultOf(text === "{" ? `{"format": "${FORMAT}"` : String(text));
    expect(place).toBe(1);
    expect(["json", "shape"]).toContain(fault.kind);
  });
});

it("a damaged run that an earlier page kept is left out of the history, and no other", () => {
  const broken = [{ ...earlier.columns[0], samples: [new TextEncoder().encode('{"parts": [')] }];
  const damaged = [{ ...saved, columns: broken }, { ...saved, columns: 5 }, { ...saved, at: 5 }, 5];
  const ids = [saved, ...damaged].map((each) => conversion(each)?.head.id);
  expect(ids).toEqual([earlier.at, ...damaged.map(() => undefined)]);
});
