import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { KeptColumn, KeptRun } from "./keptRun";
import { sizeOf, restored, stored, type StoredRun } from "./storedRun";

const typed = (text: string) => ({ parts: [{ typed: text }], reason: null });
const column = { digest: null, sources: [], samples: [typed("a"), typed("“b”")] } as unknown;
const run: KeptRun = { id: "1", at: "2026-11-26", columns: [column as KeptColumn] };

describe.each([true, false])("a run as it is stored, the tab hidden: %s", (hidden) => {
  beforeEach(() => vi.stubGlobal("document", { hidden }));
  afterEach(() => vi.unstubAllGlobals());

  it("comes back as it was", async () => {
    expect(restored(await stored(run))).toEqual(run);
  });

  it("has its samples as bytes, and is about as large as its JSON", async () => {
    const whole = await stored(run);
    expect(whole.columns[0]?.samples.every((sample) => sample instanceof Uint8Array)).toBe(true);
    expect(Math.abs(sizeOf(whole) - JSON.stringify(run).length)).toBeLessThan(30);
  });
});

describe("a run that an earlier page stored", () => {
  it("is read as it lies there", () => {
    expect(restored(run as StoredRun)).toEqual(run);
  });
});
