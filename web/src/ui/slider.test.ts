// The slider mounted alone, from props only.

import { render } from "svelte/server";
import { describe, expect, it } from "vitest";
import Slider, { type SliderNumber } from "./Slider.svelte";

const none = () => undefined;
const NUMBER = { label: "Top-k as a number", value: 40, min: 0, max: 99, step: 1, fault: "" };

function slider(number: Partial<SliderNumber> | null, change: object = {}): string {
  const field = number === null ? null : { ...NUMBER, ontype: none, ...number };
  const own = { id: "k", label: "Top-k", last: 9, place: 4, text: "40 tokens", hint: "off" };
  const { body } = render(Slider, {
    props: { ...own, number: field, onplace: none, ...change },
  });
  return body.replace(/<!--.*?-->/g, "");
}

describe("Slider", () => {
  it("is named by its label and says its place in words", () => {
    const body = slider(null);
    expect(body).toMatch(/<label[^>]*for="k"[^>]*>Top-k<\/label>/);
    expect(body).toMatch(/id="k" type="range" min="0" max="9" step="1" value="4"/);
    expect(body).toContain('aria-valuetext="40 tokens"');
  });

  it("has neither a number nor its hint where no number is wanted", () => {
    const body = slider(null);
    expect(body.match(/<input/g)).toHaveLength(1);
    expect(body).not.toContain("off");
  });

  it("has a number field with a name and bounds of its own", () => {
    const body = slider({});
    expect(body).toMatch(/type="number" min="0" max="99" step="1" value="40"/);
    expect(body).toContain('aria-label="Top-k as a number"');
    expect(body).toMatch(/hint[^>]*>off</);
    expect(body).toContain('aria-invalid="false"');
  });

  it("alerts of what is wrong with a number, as text", () => {
    const body = slider({ fault: "Between 0 and <99>." });
    expect(body).toMatch(/role="alert">Between 0 and &lt;99>\.</);
    expect(body).toContain('aria-invalid="true"');
    expect(slider({})).not.toContain("alert");
  });
});
