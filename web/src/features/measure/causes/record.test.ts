import { describe, expect, it } from "vitest";
import golden from "../../../../../tests/contract/measurement.json";
import { RecordError } from "../../../core/measurement/record";
import { causeRecordText, readCauseRecord } from "./record";

describe("the record of a search for causes", () => {
  it.each(golden.causes)("is saved again with the bytes of the terminal", async (text) => {
    const record = await readCauseRecord(text);
    expect(record).not.toBeNull();
    if (record !== null) expect(causeRecordText(record)).toBe(text);
  });
  it("names the examples that were shown", async () => {
    const record = await readCauseRecord(golden.causes[1] ?? "");
    expect(record?.planned.examples).toEqual([{ input: "d", output: " mat" }]);
    expect(record?.request.draws).toBe(3);
  });
  it("is told from that of a measurement, and what is wrong in it is named", async () => {
    expect(await readCauseRecord(golden.records[0]?.record ?? "")).toBeNull();
    for (const wrong of ["0", "[5]", '[{"heads": "x"}]']) {
      const broken = (golden.causes[1] ?? "").replace('"ablations":[]', `"ablations":${wrong}`);
      await expect(readCauseRecord(broken)).rejects.toThrow(/figures\.ablations/);
    }
    await expect(readCauseRecord("{")).rejects.toThrow(RecordError);
  });
});
