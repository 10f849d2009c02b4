import { describe, expect, it, afterEach, vi } from "vitest";
import type { Manifest } from "../api/api";
import {
  keptExport,
  knownBytes,
  offered,
  parseExportEvent,
  runsElsewhere,
  settled,
  type Export,
  type ExportList,
  type ExportReport,
  makeGraph,
  parseGraphEvent,
} from "./exports";

const report = { bytes: 777, inputs: [] as ExportReport["inputs"] } as ExportReport;
const made: Export = {
  id: "a",
  model: "tiny",
  format: "int8",
  precision: "int8",
  file: "tiny-int8-int8.zip",
  report,
};
const list: ExportList = {
  exports: [made],
  formats: { portable: ["fp32", "fp16", "int8"], int8: ["int8"], native: ["int8", "fp32"] },
  masked: ["portable", "int8"],
  install: null,
};
const manifest = {
  id: "tiny",
  graphs: {
    portable: { file: "portable.onnx", weights: ["w.bin"], precision: "fp32" },
    native: { file: "native.onnx", weights: [], precision: "int8 blocks of 32" },
    "native-fp32": { file: "native-fp32.onnx", weights: ["w.bin"], precision: "fp32" },
  },
  files: {
    "portable.onnx": { bytes: 10, sha256: "" },
    "native.onnx": { bytes: 20, sha256: "" },
    "native-fp32.onnx": { bytes: 30, sha256: "" },
    "w.bin": { bytes: 1000, sha256: "" },
    "tokenizer.json": { bytes: 5, sha256: "" },
  },
} as unknown as Manifest;

describe("what can be chosen", () => {
  it("is every format for a model that generates, and fewer for one that fills gaps", () => {
    expect(offered(list, "causal-lm")).toEqual(["portable", "int8", "native"]);
    expect(offered(list, "masked-lm")).toEqual(["portable", "int8"]);
  });

  it("is what was wished for, else what is natural", () => {
    const choice = (wish: object) => settled(list, "causal-lm", wish);
    expect(choice({})).toEqual({ format: "portable", precision: "fp32" });
    expect(choice({ format: "native" })).toEqual({ format: "native", precision: "int8" });
    expect(choice({ format: "portable", precision: "fp16" }).precision).toBe("fp16");
    expect(choice({ format: "int8", precision: "fp32" }).precision).toBe("int8");
    expect(choice({ format: "docx" }).format).toBe("portable");
    expect(settled(list, "masked-lm", { format: "native" }).format).toBe("portable");
  });
});

describe("found and knownBytes", () => {
  it("tell an export of just this model, format and precision", () => {
    expect(keptExport(list, "tiny", { format: "int8", precision: "int8" })).toBe(made);
    expect(keptExport(list, "other", { format: "int8", precision: "int8" })).toBeNull();
  });

  it("take the size from what was made, else from the model's folder, else from nowhere", () => {
    const size = (format: string, precision: string) =>
      knownBytes(list, manifest, { format, precision });
    expect(size("int8", "int8")).toBe(777);
    expect(size("portable", "fp32")).toBe(1015);
    expect(size("portable", "int8")).toBeNull();
    expect(size("native", "int8")).toBe(25);
    expect(size("native", "fp32")).toBe(1035);
  });
});

describe("runsElsewhere", () => {
  const cache = { name: "past_key_values.0.key", dtype: "float32" };
  const fed = ["input_ids", "attention_mask", "position_ids"].map((name) => ({
    name,
    dtype: "int64",
  }));
  const runs = (inputs: ExportReport["inputs"]) => runsElsewhere({ ...report, inputs });

  it("is so for the portable inputs with a cache in fp32, and for no others", () => {
    expect(runs([...fed, cache])).toBe(true);
    expect(runs([...fed, { ...cache, dtype: "float16" }])).toBe(false);
    expect(runs(fed)).toBe(false);
    expect(runs([{ name: "input_ids", dtype: "int64" }, cache])).toBe(false);
  });
});

describe("parseExportEvent", () => {
  it("leaves out what it does not know", () => {
    expect(parseExportEvent('{"type": "progress", "text": "a", "share": 0.5}')).toEqual({
      type: "progress",
      text: "a",
      share: 0.5,
    });
    expect(parseExportEvent('{"type": "metric"}')).toBeNull();
    expect(parseExportEvent("null")).toBeNull();
  });
});

afterEach(() => vi.unstubAllGlobals());

describe("makeGraph", () => {
  it("asks for the precision as a stream and tells how far it is until it is made", async () => {
    const requests: [string, unknown][] = [];
    const notice = [
      { type: "progress", text: "Writing weights", share: 0.25 },
      { type: "later" },
      { type: "made", model: { id: "a b" } },
    ];
    vi.stubGlobal("fetch", (path: string, { body }: { body: string }) => {
      requests.push([path, JSON.parse(body)]);
      const lines = notice.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("");
      return Promise.resolve(new Response(lines));
    });
    const events = [];
    for await (const event of makeGraph("a b", "int8")) events.push(event);
    expect(events).toEqual([notice[0], notice[2]]);
    expect(requests).toEqual([
      ["/api/v1/models/a%20b/graphs", { precision: "int8", stream: true }],
    ]);
  });

  it("raises a refusal with the server's own sentence", async () => {
    const problem = { type: "/errors/missing_extra", detail: "Install it." };
    const refusal = new Response(JSON.stringify(problem), { status: 501 });
    vi.stubGlobal("fetch", () => Promise.resolve(refusal));
    await expect(makeGraph("a", "web").next()).rejects.toThrow("Install it.");
  });
});

describe("parseGraphEvent", () => {
  it("leaves out what it does not know", () => {
    expect(parseGraphEvent('{"type":"failed","problem":{"detail":"no"}}')?.type).toBe("failed");
    expect([parseGraphEvent('{"type":"exported"}'), parseGraphEvent("null")]).toEqual([null, null]);
  });
});
