// Of what a saved figure's numbers are: the model, the day and the prompt of the run they were read off.

import { render } from "../../core/prompting/render";
import { day } from "../../core/text/dates";
import type { LaneRun } from "./laneRun.svelte";

interface Source {
  model: string; // its id
  date: string; // 2026-11-29
  prompt: string;
}

/** Nothing where nothing was run. */
export function sourceOf(run: LaneRun | null): Source {
  if (run === null) return { model: "", date: "", prompt: "" };
  const { model, prompt, lane, recorded, at } = run;
  return { model, date: recorded?.date ?? day(new Date(at)), prompt: render(prompt, lane).text };
}
