import { describe, expect, it } from "vitest";
import golden from "../../../../tests/contract/runs.json";
import { faultSentence } from "../../app/run/words.en";
import { MOST_BYTES, Misshapen, read, RunFileError, written } from "./form";
import type { RunOf, RunView, SavedRun } from "./runs";

const runs = golden.runs as unknown as SavedRun[];
const run = runOf("compare");
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

function runOf<V extends RunView>(view: V): RunOf<V> {
  return runs.find((each): each is RunOf<V> => each.view === view) as RunOf<V>;
}

function mutated(
  at: readonly (string | number)[],
  kind: string,
  value: unknown,
  of: SavedRun = run,
): unknown {
  const whole: unknown = structuredClone(of);
  const inner = at
    .slice(0, -1)
    .reduce((item, step) => (item as Record<string, unknown>)[step], whole) as object;
  const last = String(at.at(-1));
  if (kind === "missing") Reflect.deleteProperty(inner, last);
  else Object.defineProperty(inner, last, { value, enumerable: true, configurable: true });
  return whole;
}

function refusal(data: Uint8Array): RunFileError {
  try {
    read(data);
  } catch (error) {
    if (error instanceof RunFileError) return error;
    throw error;
  }
  throw new Error("it was taken");
}

function misshapen(value: unknown): Misshapen {
  const { fault } = refusal(bytes(value));
  if (fault.kind !== "shape") throw new Error(fault.kind);
  return fault.fault;
}

describe("a run as a file", () => {
  it("of Compare is read as it was written, with its prompt as it is asked", () => {
    const { question, ...rest } = read(new TextEncoder().encode(written(run))) as typeof run;
    expect({ ...rest, question: run.question }).toEqual(run);
    expect(question.prompt).toMatchObject(run.question.prompt);
  });
  it.each(runs.filter(({ view }) => view !== "compare"))("of $view is read as it was written", (of) => {
    expect(read(new TextEncoder().encode(written(of)))).toEqual(of);
  }); // prettier-ignore
  it.each(golden.mutations)(
    "of $view is refused at its place: $place, $kind",
    ({ view, at, kind, value, place }) => {
      expect(misshapen(mutated(at, kind, value, runOf(view as RunView))).place).toBe(place);
    },
  );
  it.each(golden.misfits)("says which parts do not fit: $says", ({ view, at, value, says }) => {
    const fault = misshapen(mutated(at, "value", value, runOf(view as RunView)));
    expect(faultSentence(fault)).toBe(says);
  });
  it.each(golden.faults)("says in a sentence what is wrong: $says", ({ at, value, says }) => {
    expect(faultSentence(misshapen(mutated(at, "value", value)))).toBe(says);
  });
  it.each(["", "{", "NaN", "[".repeat(5000), '"\\ud800"', "\ufeff{}"])(
    "is refused where it is no JSON: %.20s",
    (text) => {
      expect(["json", "shape"]).toContain(refusal(new TextEncoder().encode(text)).fault.kind);
    },
  );
  it.each([
    ['{"view": "fill", "view": "compare"}', "view"],
    ['{"a": [{"b": 1}, {"b": 1}], "c": "\\"a\\": {", "a" : 1}', "a"],
    ['{"a": {"\\u0061": {}}, "b": [], "\\u0062": 1}', "b"],
  ])("is refused where a key is there twice: %s", (text, key) => {
    const { fault } = refusal(new TextEncoder().encode(text));
    expect(fault).toEqual({ kind: "repeated", key });
  });
  it("is refused where it is no UTF-8", () => {
    expect(refusal(Uint8Array.of(0xff)).fault.kind).toBe("json");
  });
  it("has so many bytes at most, and not one more", () => {
    const text = written(run);
    const most = text.padEnd(MOST_BYTES - (new TextEncoder().encode(text).length - text.length));
    expect(read(new TextEncoder().encode(most)).made).toBe(run.made);
    expect(refusal(new Uint8Array(MOST_BYTES + 1)).fault.kind).toBe("size");
  });
});
