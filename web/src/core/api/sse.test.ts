import { describe, expect, it } from "vitest";
import { EventCutter, payloads } from "./sse";

describe("EventCutter", () => {
  it("yields an event only once it is complete", () => {
    const cutter = new EventCutter();
    expect(cutter.push('data: {"a"')).toEqual([]);
    expect(cutter.push(":1}\n")).toEqual([]);
    expect(cutter.push("\n")).toEqual(['{"a":1}']);
  });
  it("passes over comments and accepts carriage returns", () => {
    const cutter = new EventCutter();
    expect(cutter.push(": ka\n\ndata: 1\r\n\r\ndata: 2\n\n")).toEqual(["1", "2"]);
  });
});

describe("payloads", () => {
  it("keeps a character whole that is cut between two chunks", async () => {
    const bytes = new TextEncoder().encode('data: "é"\n\n');
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes.slice(0, 8));
        controller.enqueue(bytes.slice(8));
        controller.close();
      },
    });
    const seen: string[] = [];
    for await (const text of payloads(body)) seen.push(text);
    expect(seen).toEqual(['"é"']);
  });
});
