import { afterEach, describe, expect, it, vi } from "vitest";
import { makeGraph, parseGraphEvent } from "./graphs";

afterEach(() => vi.unstubAllGlobals());

describe("makeGraph", () => {
  it("asks for the precision as a stream and tells how far it is until it is made", async () => {
    const asked: [string, unknown][] = [];
    const told = [
      { type: "progress", text: "Writing weights", share: 0.25 },
      { type: "later" },
      { type: "made", model: { id: "a b" } },
    ];
    vi.stubGlobal("fetch", (path: string, { body }: { body: string }) => {
      asked.push([path, JSON.parse(body)]);
      const lines = told.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("");
      return Promise.resolve(new Response(lines));
    });
    const events = [];
    for await (const event of makeGraph("a b", "int8")) events.push(event);
    expect(events).toEqual([told[0], told[2]]);
    expect(asked).toEqual([["/api/v1/models/a%20b/graphs", { precision: "int8", stream: true }]]);
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
