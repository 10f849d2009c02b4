// The one field for numbers, which scrolling does not change; that it does not is seen in a browser.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { render } from "svelte/server";
import { describe, expect, it } from "vitest";
import NumberField from "./NumberField.svelte";

describe("a field for a number", () => {
  it("is named, bounded and filled by what it is given", () => {
    const props = {
      id: "k",
      min: 0,
      max: 8,
      step: 1,
      value: 4,
      "aria-label": "k",
      ontype: () => {},
    };
    const { body } = render(NumberField, { props });
    for (const part of ['id="k"', 'min="0"', 'max="8"', 'value="4"', 'aria-label="k"'])
      expect(body).toContain(part);
    expect(body).toContain('type="number"');
  });
  it("is the only one of the page", () => {
    const files = readdirSync("src", { recursive: true, encoding: "utf-8" });
    const own = files.filter((name) => {
      if (!name.endsWith(".svelte")) return false;
      return readFileSync(join("src", name), "utf-8").includes('type="number"');
    });
    expect(own).toEqual([join("ui", "NumberField.svelte")]);
  });
});
