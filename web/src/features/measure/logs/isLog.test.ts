import { describe, expect, it } from "vitest";
import { isLog } from "./isLog";

describe("a log of another program", () => {
  it.each([
    ["run.eval", "PK"],
    ["samples_sums.jsonl", "{}"],
    ["log.json", '{"eval": {}, "status": "success"}'],
    ["results.json", '{"results": {"results": []}}'],
  ])("is %s", (name, text) => {
    expect(isLog(name, text)).toBe(true);
  });
  it.each([
    ["record.json", '{"record": "shotglass-measurement-1", "results": 1}'],
    ["a.json", "[1]"],
    ["b.json", "null"],
    ["c.json", "no JSON"],
  ])("is not %s", (name, text) => {
    expect(isLog(name, text)).toBe(false);
  });
});
