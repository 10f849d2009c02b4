import { describe, expect, it } from "vitest";
import golden from "../../../../../tests/contract/measurement.json";
import { RecordError } from "../../../core/measurement/record";
import { causeRecordText, readCauseRecord } from "./record";

describe("the record of a search for causes", () => {
  it.each(golden.causes)("is saved again with the bytes of the terminal", (text) => {
    const found = readCauseRecord(text);
    expect(found).not.toBeNull();
    if (found !== null) expect(causeRecordText(found)).toBe(text);
  });
  it("names the examples that were shown", () => {
    const found = readCauseRecord(golden.causes[1] ?? "");
    expect(found?.planned.examples).toEqual([{ input: "d", output: " mat" }]);
    expect(found?.request.draws).toBe(3);
  });
  it("is told from that of a measurement, and what is wrong in it is named", () => {
    expect(readCauseRecord(golden.records[0]?.record ?? "")).toBeNull();
    const broken = (golden.causes[1] ?? "").replace('"ablations":[]', '"ablations":0');
    expect(() => readCauseRecord(broken)).toThrow(new RecordError("ablations"));
    expect(() => readCauseRecord("{")).toThrow(RecordError);
  });
});
