import { describe, expect, it } from "vitest";
import { programs } from "./elsewhere";

describe("programs", () => {
  it("come in four languages and read the graph by its name in the zip", () => {
    const all = programs("onnx/model.onnx");
    expect(all.map((item) => item.language)).toEqual(["Python", "JavaScript", "C++", "C#"]);
    for (const { text } of all) {
      expect(text).toContain('"onnx/model.onnx"');
      expect(text).not.toContain("portable.onnx");
    }
  });

  it("are as many as there are files", () => {
    expect(programs("a.onnx", { "../elsewhere/run.py": "open('portable.onnx')" })).toEqual([
      { ending: "py", language: "Python", text: "open('a.onnx')" },
    ]);
  });
});
