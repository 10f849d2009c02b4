import { describe, expect, it } from "vitest";
import { likeliest } from "./guess";
import { scoreOf } from "../../../core/testing";

describe("the likeliest answer", () => {
  it("is the label with the most probability", () => {
    expect(likeliest(scoreOf({ " slow": 0.6, " faster": 0.3 }))).toBe(" slow");
  });
  it("is any other token where no label has as much as all others together", () => {
    expect(likeliest(scoreOf({ " slow": 0.2, " faster": 0.3 }))).toBeNull();
  });
});
