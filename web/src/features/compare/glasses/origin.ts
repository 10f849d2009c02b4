// Whose figures the glasses hold, for a picture that leaves the page: model, precision, date.

import { leastExact, nameOf, type Numbers } from "../../../core/models/precision";
import type { RecordingHead } from "../../../core/recordings/recordings";
import { day } from "../../../core/text/dates";

interface Run {
  model: string; // its id
  numbers: Numbers;
  recorded: Pick<RecordingHead, "name" | "date"> | null;
}

/** `SmolLM2-135M-Instruct · fp32 · 2026-11-29`; `live`: the day of runs that are not recorded. */
export function originOf(runs: readonly Run[], called: (id: string) => string, live: Date): string {
  const names = runs.map(({ model, recorded }) => recorded?.name ?? called(model));
  const precision = nameOf(leastExact(runs.map(({ numbers }) => numbers)).as);
  const days = runs.map(({ recorded }) => recorded?.date ?? day(live));
  return [...new Set([...names, precision, ...days.sort()])].join(" · ");
}
