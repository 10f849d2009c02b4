// The segmented control mounted alone, from props only.

import { render } from "svelte/server";
import { describe, expect, it } from "vitest";
import Segments from "./Segments.svelte";

function segments(change: object = {}): string {
  const own = { name: "k", values: [0, 1, 4], value: 1, onchange: () => undefined };
  return render(Segments, { props: { ...own, ...change } }).body.replace(/<!--.*?-->/g, "");
}

describe("Segments", () => {
  it("is one group of radio buttons with one of them chosen", () => {
    const body = segments();
    expect(body.match(/type="radio" name="k"/g)).toHaveLength(3);
    expect(body.match(/ checked/g)).toHaveLength(1);
    expect(body).toMatch(/<label class="[^"]*\bon"><input [^>]*value="1" checked/);
  });

  it("says a value in words where it is given them, and the value itself to the eye alone", () => {
    const body = segments({ label: (k: number) => `${k} examples` });
    expect(body).toContain('aria-label="4 examples"');
    expect(body.match(/aria-hidden="true"/g)).toHaveLength(3);
    expect(segments()).not.toContain("aria-");
  });

  it("can be disabled as a whole", () => {
    expect(segments({ disabled: true }).match(/ disabled/g)).toHaveLength(3);
    expect(segments()).not.toContain("disabled");
  });
});
