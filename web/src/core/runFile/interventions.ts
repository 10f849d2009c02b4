// Where a run in a file names what was changed inside the model. The twin of `changed` and `least_form`
// in backend/shotglass/run_file/interventions.py.

import type { Changes } from "../api/api";
import type { SavedRun } from "./runs";

/** The first form that has a place for all of it. */
export function leastForm(run: SavedRun): 1 | 2 {
  return "heads_off" in run.results || changed(run).length > 0 ? 2 : 1;
}

/** What was changed inside the model, with the places where that is named. */
export function changed({ view, question, results }: SavedRun): [string, Changes][] {
  const questions: [string, object][] = [["question", question]];
  if (view === "prompt") {
    question.columns.forEach((column, at) => questions.push([`question.columns[${at}]`, column]));
    results.columns.forEach(({ sources }, at) =>
      sources.forEach((source, i) =>
        questions.push([`results.columns[${at}].sources[${i}]`, source]),
      ),
    );
  }
  return questions.flatMap(([place, { interventions }]: [string, { interventions?: Changes }]) =>
    interventions === undefined ? [] : [[place, interventions]],
  );
}

/** The same, each once. */
export function changesIn(run: SavedRun): Changes {
  const all = changed(run).flatMap(([, changes]) => changes);
  return [...new Map(all.map((change) => [JSON.stringify(change), change])).values()];
}
