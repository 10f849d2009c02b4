import { describe, expect, it } from "vitest";
import golden from "../../../../tests/contract/measurement.json";
import { readingsCsv } from "./readingsTable";
import { readRecord, recordText } from "./record";

describe.each(golden.records)("a record of the terminal", ({ record, csv }) => {
  it("is saved again with the same bytes", () => {
    expect(recordText(readRecord(record))).toBe(record);
  });
  it("gives the table that the terminal writes, with the same bytes", () => {
    expect(readingsCsv(readRecord(record))).toBe(csv);
  });
});

it("is written in one order, however its plan was put together", () => {
  const result = readRecord(golden.records[0]?.record ?? "");
  const { seed, prompt, ...plan } = result.plan;
  const { template, ...task } = prompt;
  const turned = { seed, ...plan, prompt: { ...task, template } };
  expect(recordText({ ...result, plan: turned })).toBe(golden.records[0]?.record);
});

it("says which examples were balanced over the answers, as the terminal does", () => {
  const result = readRecord(golden.records[0]?.record ?? "");
  const text = (balanced: boolean) => recordText({ ...result, plan: { ...result.plan, balanced } });
  expect(text(true)).toContain('"difference":0.1,"balanced":true},');
  expect(text(false)).toBe(golden.records[0]?.record);
});
