// What Inside read of a text as a run in a file, and back: as many layers as the file has room for.

import { explain } from "../../core/api/api";
import type { Lens } from "../../core/api/api.gen";
import type { Explained, ExplainRequest } from "../../core/api/explain";
import { computedAs } from "../../core/models/precision";
import { explainedOf } from "../../core/runFile/explained";
import { savedArray } from "../../core/runFile/floats";
import type { InsideRun } from "../../core/runFile/runs";
import { RunComparison } from "../../core/runFile/sameness";
import { DEFAULTS } from "../../core/decoding/settings";
import { day } from "../../core/text/dates";
import { headOf } from "../../state/runFile/head";
import { runFiles } from "../../state/runFile/runFiles.svelte";
import { server } from "../../state/server.svelte";
import { headsOff } from "./heads/headsOff.svelte";
import { looking, whole } from "./looking.svelte";
import { inside } from "./state.svelte";

const ROOM = 4_000_000; // bytes of a file that arrays may take

runFiles.serve("inside", { save, open, again, close });

/** Null while nothing was read. */
async function save(): Promise<InsideRun | null> {
  const { shown, lens } = looking;
  if (shown === null || looking.busy.base) return null;
  const { header } = shown.base;
  const { model: id, layers, heads, head_size, writes, windows, bidirectional } = header;
  const name = server.models.find((model) => model.id === id)?.name ?? id;
  const precision = computedAs(header.precision);
  const model = { id, name, where: "computer" as const, precision };
  const [arrays, left_out] = fitting();
  return {
    ...(await headOf("inside", [model], new Date())),
    question: {
      address: inside.toQuery().toString(),
      text: whole(shown.reading),
      spans: shown.reading.prompt.spans === null ? null : [...shown.reading.prompt.spans],
      ...(shown.interventions && { interventions: shown.interventions }),
    },
    results: {
      explained: {
        ...{ model: id, precision: header.precision, layers, heads, head_size },
        ...(writes === undefined ? {} : { writes }),
        ...(windows === undefined ? {} : { windows }),
        ...(bidirectional === undefined ? {} : { bidirectional }),
        ...{ tokens: header.tokens, surprisals: header.surprisals ?? [], lens },
        arrays,
      },
      left_out,
      ...headsOff.save(id, inside.off),
    },
  };
}

type Arrays = InsideRun["results"]["explained"]["arrays"];

/** The picked layer first; what the file has no room for is named. */
function fitting(): [Arrays, string[]] {
  const known = looking.arrays;
  const rank = (name: string) =>
    name === "thumbnails" ? 0 : name.endsWith(`.${inside.layer}`) ? 1 : 2;
  const names = [...known.keys()].sort((a, b) => rank(a) - rank(b));
  const arrays: Arrays = [];
  const left: string[] = [];
  let room = ROOM;
  for (const name of names) {
    const array = known.get(name);
    if (array === undefined || name.startsWith("hidden_states")) continue;
    const size = (array.data.byteLength * 4) / 3;
    if (size > room) left.push(name);
    else {
      arrays.push({ name, ...savedArray(array.shape, array.data) });
      room -= size;
    }
  }
  return [arrays, left];
}

function open(run: InsideRun): void {
  const { made, models, shotglass, question, results } = run;
  const { model: id, precision, lens } = results.explained;
  const [model] = models;
  const { text, spans } = question;
  looking.open(
    {
      reading: { prompt: { text, spans }, written: [] },
      base: explainedOf(run),
      recorded: {
        ...{ model: id, name: model?.name ?? id, digest: model?.digest ?? "" },
        ...{ date: day(new Date(made)), precision },
        ...{ engine: `Shotglass ${shotglass}`, settings: DEFAULTS },
      },
      interventions: question.interventions,
    },
    lens ?? null,
  );
  headsOff.open(id, inside.off, results.heads_off ?? null);
}

/** All that is in the file: tokens, surprisals, the lens, each array, and the answers with heads
 * switched off. */
async function again({ models, question, results }: InsideRun): Promise<RunComparison> {
  const then = results.explained;
  const model = models[0]?.id ?? "";
  const { text: prompt, interventions = null } = question;
  const ask = (more: Partial<ExplainRequest>) =>
    explain({ model, prompt, surprisal: false, interventions, ...more });
  const thumbnails = then.arrays.some(({ name }) => name === "thumbnails");
  const surprisal = (then.surprisals ?? []).length > 0;
  const { header, arrays } = await ask({ thumbnails, surprisal });
  const known = new Map(arrays);
  for (const request of layersIn(then.arrays))
    for (const [name, array] of (await ask(request)).arrays) known.set(name, array);
  const now = {
    ...{ surprisals: [], ...header },
    lens: then.lens ? await lensAgain(ask, then.lens) : null,
    arrays: then.arrays.map(({ name }) => {
      const array = known.get(name);
      return array === undefined ? {} : { name, ...savedArray(array.shape, array.data.slice()) };
    }),
  };
  const comparison = new RunComparison();
  comparison.compare("results.explained", then, now);
  if (results.heads_off !== undefined)
    await headsOff.compareAgain(comparison, model, results.heads_off);
  return comparison;
}

type Ask = (more: Partial<ExplainRequest>) => Promise<Explained>;

async function lensAgain(ask: Ask, { row, after, kind = "logit" }: Lens): Promise<Lens | null> {
  const { lens } = await ask({ lens: row, lens_after: after, lens_kind: kind });
  return lens;
}

/** What each layer of which there is an array was asked for. */
function layersIn(arrays: readonly { name: string }[]): Partial<ExplainRequest>[] {
  const layers = new Map<number, Set<string>>();
  for (const { name } of arrays) {
    const [, kind, layer] = /^(attentions|scores|value_norms)[.]([0-9]{1,4})$/.exec(name) ?? [];
    if (kind === undefined) continue;
    const kinds = layers.get(Number(layer)) ?? new Set();
    layers.set(Number(layer), kinds.add(kind));
  }
  return [...layers].map(([layer, kinds]) => ({
    layers: kinds.has("attentions") || kinds.has("scores") ? [layer] : [],
    scores: kinds.has("scores"),
    ...(kinds.has("value_norms") && { values: layer }),
  }));
}

function close(): void {
  looking.close();
  headsOff.close();
}
