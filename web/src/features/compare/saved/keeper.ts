// The comparison on the page as a run in a file, and back.

import type { ComparedRun, SavedLane } from "../../../core/runFile/runs";
import { viewSettings } from "../../../core/runFile/settings";
import { draft } from "../../../state/draft.svelte";
import { server } from "../../../state/server.svelte";
import { headOf, type ModelHere } from "../../../state/runFile/head";
import { runFiles } from "../../../state/runFile/runFiles.svelte";
import { comparison } from "../comparison.svelte";
import { glasses } from "../glasses/glasses.svelte";
import type { LaneRun } from "../laneRun.svelte";
import { second } from "../lanes/second.svelte";
import { again } from "./again";
import { savedLane } from "./lanes";
import { openedRun } from "../../../state/runFile/openedComparison";

runFiles.serve("compare", { save, open, again, close });

/** Null while what stands there is not whole, or of an earlier text. */
async function save(): Promise<ComparedRun | null> {
  const runs = comparison.runsShown.filter(({ status }) => status === "done");
  const [first] = runs;
  if (first === undefined || comparison.running || comparison.anyStale) return null;
  const lanes = lanesOf(runs);
  if (lanes.length === 0) return null;
  const beside = besides();
  const models = [modelOf(first, runs), ...beside.slice(0, 1).map((run) => modelOf(run, []))];
  const { interventions } = openedRun()?.question ?? {}; // a comparison of the page's own has none
  const { task, prompt, set, k, oneShot, pinned, truths } = draft;
  return {
    ...(await headOf("compare", models, new Date(first.at))),
    question: {
      ...{ prompt, task, set, k, one_shot: oneShot, pinned, truths },
      ...(interventions && { interventions }),
    },
    settings: draft.settings,
    results: { lanes: [...lanes, ...beside.flatMap((run) => savedLane(run, 1) ?? [])] },
  };
}

/** Those of the lanes, and what the other glasses hold. */
function lanesOf(runs: readonly LaneRun[]): SavedLane[] {
  const poured = glasses.all.flatMap(({ run, stale }) => (run === null || stale ? [] : [run]));
  const prompts = new Set(runs.map((run) => run.start?.prompt));
  const others = poured.filter((run) => !prompts.has(run.start?.prompt));
  return [...new Set([...runs, ...others])].flatMap((run) => savedLane(run, 0) ?? []);
}

/** What the second model answered; beside a run from a file only where the file has it. */
function besides(): LaneRun[] {
  if (openedRun() !== null && second.opened === null) return [];
  return second.pairs.flatMap(({ own }) => (own?.status === "done" ? [own] : []));
}

/** Of what was recorded when the page was built the weights' digest is not known. */
function modelOf(first: LaneRun, runs: readonly LaneRun[]): ModelHere {
  const id = first.model;
  const name = server.models.find((model) => model.id === id)?.name ?? first.recorded?.name ?? id;
  const isRecorded = runs.some(({ recorded }) => recorded !== null);
  const unknown = isRecorded ? { digest: null } : {};
  return { id, name, where: first.where, precision: first.numbers.as, ...unknown };
}

function open({ question, results, ...run }: ComparedRun): void {
  const { settings } = viewSettings(run.settings);
  const { task, prompt, set, k, one_shot, pinned, truths } = question;
  const reasons = results.lanes.find(({ reasoning }) => reasoning)?.settings;
  comparison.clear();
  second.adopt(run.models[1]?.id ?? null);
  draft.adopt({
    ...(task === null ? {} : { task }),
    ...(reasons ? { reasoning: { n: reasons.n, max_tokens: reasons.max_tokens } } : {}),
    ...{ prompt, set, k, oneShot: one_shot, pinned, truths, settings },
  });
  draft.fromLink = true; // whoever wrote it, a person starts it
  void comparison.show();
}

function close(): void {
  comparison.clear();
  draft.fromLink = true;
  void comparison.show();
}
