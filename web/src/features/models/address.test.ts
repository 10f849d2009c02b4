import { describe, expect, it } from "vitest";
import { read, write } from "./address";

describe("the address of Models", () => {
  it("gives a choice back as it was", () => {
    const state = { model: "smollm2-135m", format: "int8", precision: "int8" };
    expect(read(write(state))).toEqual(state);
    expect(read(write({}))).toEqual({});
  });

  it("refuses a name that is too long", () => {
    expect(() => read(new URLSearchParams({ model: "m".repeat(65) }))).toThrow("65 letters");
  });
});
