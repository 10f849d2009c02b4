import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Frames } from "./frames";

describe("what arrives between two frames", () => {
  let waiting: (() => void)[] = [];
  const frame = () => waiting.splice(0).forEach((draw) => draw());

  beforeEach(() => {
    waiting = [];
    vi.stubGlobal("requestAnimationFrame", (draw: () => void) => waiting.push(draw));
    vi.stubGlobal("cancelAnimationFrame", (id: number) => waiting.splice(id - 1, 1));
  });
  afterEach(() => vi.unstubAllGlobals());

  function collected(): { frames: Frames<string>; taken: string[] } {
    const taken: string[] = [];
    const frames = new Frames<string>((sample, items) => taken.push(`${sample}${items.join("")}`));
    return { frames, taken };
  }

  it("is handed over together at the next frame, and not before", () => {
    const { frames, taken } = collected();
    frames.push(0, "a");
    frames.push(0, "b");
    expect(taken).toEqual([]);
    frame();
    expect(taken).toEqual(["0ab"]);
    expect(waiting).toEqual([]);
  });

  it("takes turns by sample, the one that has waited longest first", () => {
    const { frames, taken } = collected();
    [0, 1, 2, 3, 4].forEach((sample) => frames.push(sample, "a"));
    frame();
    expect(taken).toEqual(["0a", "1a"]);
    [0, 1, 2].forEach((sample) => frames.push(sample, "b"));
    frame();
    expect(taken.slice(2)).toEqual(["2ab", "3a"]);
    frame();
    expect(taken.slice(4)).toEqual(["4a", "0b"]);
    frame();
    expect(taken.slice(6)).toEqual(["1b"]);
    expect(waiting).toEqual([]);
  });

  it("is handed over at once by a flush, and no second time", () => {
    const { frames, taken } = collected();
    [0, 1, 2].forEach((sample) => frames.push(sample, "a"));
    frames.flush();
    expect(taken).toEqual(["0a", "1a", "2a"]);
    frame();
    expect(taken).toHaveLength(3);
  });

  it("settles once the last frame has drawn it", async () => {
    const { frames, taken } = collected();
    vi.stubGlobal("document", { hidden: false });
    [0, 1, 2].forEach((sample) => frames.push(sample, "a"));
    const settled = frames.settle().then(() => taken.push("settled"));
    frame();
    await new Promise((done) => setTimeout(done, 50));
    expect(taken).toHaveLength(2);
    frame();
    await settled;
    expect(taken.slice(2)).toEqual(["2a", "settled"]);
  });

  it("settles by itself in a tab that is hidden", async () => {
    const { frames, taken } = collected();
    vi.stubGlobal("document", { hidden: true });
    [0, 1, 2].forEach((sample) => frames.push(sample, "a"));
    await frames.settle();
    expect(taken).toHaveLength(3);
  });
});
