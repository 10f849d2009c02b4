import { render } from "svelte/server";
import { expect, it } from "vitest";
import PanelsDrawing from "./PanelsDrawing.svelte";
import type { Panel } from "./panels";

it("the name of a rule stands over no interval, however wide", () => {
  const marks = Array.from({ length: 5 }, () => ({ value: 0.5, low: 0, high: 1 }));
  const panel = (shown: string): Panel => {
    return { title: "", short: "", series: [{ i: 0, shown: null, marks }], rule: { value: 0.5, shown } }; // prettier-ignore
  };
  const panels: [Panel, Panel] = [panel("guess"), panel("rule")];
  const categories = marks.map((_, at) => ({ id: String(at), label: "" }));
  const props = { label: "", x: "", categories, panels, hatched: null };
  const { body } = render(PanelsDrawing, { props });
  const top = Math.min(...[...body.matchAll(/ class="interval[^>]* y="([\d.]+)"/g)].map(([, y]) => Number(y))); // prettier-ignore
  const names = [...body.matchAll(/ y="([\d.]+)"[^>]*>(guess|rule)</g)];
  expect(names.map(([, , name]) => name)).toEqual(["guess", "rule"]);
  for (const [, y] of names) expect(Number(y)).toBeLessThan(top - 24); // nor over a number
});
