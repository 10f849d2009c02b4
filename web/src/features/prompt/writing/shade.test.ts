import { describe, expect, it } from "vitest";
import { shade } from "./shade";

describe("the shade of a token", () => {
  it("is none for a certain token, and half of the color from 6 nats on", () => {
    expect(shade(0)).toContain("var(--few) 0%");
    expect(shade(-3)).toContain("var(--few) 25%");
    expect(shade(-6)).toContain("var(--few) 50%");
    expect(shade(-20)).toBe(shade(-6));
  });
});
