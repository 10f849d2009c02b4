import { afterEach, describe, expect, it, vi } from "vitest";
import { ApiError, type Manifest } from "../../../core/api/api";
import { evaluation, madeOf, tail } from "./fetched";

afterEach(() => vi.unstubAllGlobals());

function answers(by: Record<string, BodyInit>): string[] {
  const paths: string[] = [];
  vi.stubGlobal("fetch", (path: string) => {
    paths.push(path);
    const body = by[path];
    return Promise.resolve(new Response(body ?? "{}", { status: body === undefined ? 404 : 200 }));
  });
  return paths;
}

describe("the tail of a run", () => {
  it("yields the lines and passes over comments and a refusal at the end", async () => {
    const text = ': ka\n\ndata: {"kind":"step","step":1}\n\ndata: {"type":"failed"}\n\n';
    answers({ "/api/v1/runs/a%2Fb/tail?from=7": text });
    const lines = [];
    for await (const line of tail("a/b", 7)) lines.push(line.kind);
    expect(lines).toEqual(["step"]);
  });
  it("raises a refusal", async () => {
    answers({});
    await expect(tail("a", 0).next()).rejects.toBeInstanceOf(ApiError);
  });
});

describe("the model of a run", () => {
  const list = JSON.stringify({ models: [{ id: "x" }, { id: "y" }], default: null });
  it("is the one of its id", async () => {
    answers({ "/api/v1/models": list, "/api/v1/models/y": '{"id":"y"}' });
    expect((await madeOf("y"))?.id).toBe("y");
  });
  it("is one whose manifest names the run", async () => {
    answers({
      "/api/v1/models": list,
      "/api/v1/models/x": '{"id":"x","provenance":{}}',
      "/api/v1/models/y": '{"id":"y","provenance":{"run":"r"}}',
    });
    expect((await madeOf("r"))?.id).toBe("y");
    expect(await madeOf("other")).toBeNull();
  });
});

describe("a model's record", () => {
  const of = (files: object) => ({ id: "m", files }) as unknown as Manifest;
  it("is not asked for where the manifest names none", async () => {
    const paths = answers({});
    expect(await evaluation(of({}))).toBeNull();
    expect(paths).toEqual([]);
  });
  it("is left alone in a format that is not known", async () => {
    answers({ "/api/v1/models/m/files/evaluation.json": '{"format":2}' });
    expect(await evaluation(of({ "evaluation.json": {} }))).toBeNull();
  });
});
