import { describe, expect, it } from "vitest";
import { differentFormats, templateFault, templateOf } from "./formats";

describe("templates that mean the same", () => {
  it("are called by the task's own words", () => {
    const own = "Review: {input}\nSentiment:{output}\n\n";
    expect(templateOf("dash", own)).toBe("Review - {input}\nSentiment -{output}\n\n");
    expect(templateOf("upper", own)).toBe("REVIEW: {input}\nSENTIMENT:{output}\n\n");
    expect(templateOf("lines", "{input} ->{output}\n")).toBe("Input: {input}\nOutput:{output}\n\n");
  });
  it("are eight that differ, the task's own first", () => {
    const own = "Review: {input}\nSentiment:{output}\n\n";
    const names = differentFormats(own);
    expect(names).toEqual(["own", "one-line", "narrow", "lower", "upper", "dash", "arrow", "question"]); // prettier-ignore
    expect(new Set(names.map((name) => templateOf(name, own))).size).toBe(8);
  });
  it("are refused with the reason where they are none", () => {
    expect(templateFault("{input}")).toContain("{output}");
    expect(templateFault("{input} ={output}\n")).toBeNull();
  });
});
