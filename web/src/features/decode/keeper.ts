// The distribution that Next word shows as a run in a file, and back.

import { Distribution } from "../../core/decoding/distribution";
import { floatsOf, floatsSame, savedArray } from "../../core/runFile/floats";
import type { NextRun } from "../../core/runFile/runs";
import type { Sameness } from "../../core/runFile/sameness";
import { day } from "../../core/text/dates";
import { Vocabulary } from "../../core/text/tokens";
import { nextLogits } from "../../state/asking";
import { place } from "../../state/place.svelte";
import { headOf } from "../../state/runFile/head";
import { ofModel } from "../../state/runFile/models";
import { runFiles } from "../../state/runFile/runFiles.svelte";
import { server } from "../../state/server.svelte";
import { decode } from "./state.svelte";

runFiles.serve("decode", { save, open, again, close });

/** Null while nothing is shown of what stands there. */
async function save(): Promise<NextRun | null> {
  const { shown, words } = decode;
  if (shown === null || decode.stale || decode.asking) return null;
  const { logits, before, held, origin } = shown;
  const known = server.models.find(({ name }) => name === origin.model);
  const id = known?.id ?? origin.model;
  const where = place.engineOf(id) === null ? ("computer" as const) : ("browser" as const);
  const model = { id, name: origin.model, where, precision: origin.numbers.as };
  const shape = [logits.length];
  return {
    ...(await headOf("decode", [model], new Date())),
    question: {
      address: decode.toQuery().toString(),
      ...(origin.interventions && { interventions: origin.interventions }),
    },
    results: {
      next: {
        ...{ prompt: [...before.prompt], taken: [...before.generated] },
        logits: savedArray(shape, logits),
        allowed: held === null ? null : savedArray(shape, Float32Array.from(held.allowed)),
        texts: Array.from(logits, (_, id) => words.text(id)),
      },
    },
  };
}

function open({ made, models, question, results: { next } }: NextRun): void {
  const { constraint } = decode.form;
  const [model] = models;
  const allowed = next.allowed && Uint8Array.from(floatsOf(next.allowed));
  const origin = {
    recorded: { date: day(new Date(made)), digest: model?.digest ?? "" },
    model: model?.name ?? "",
    numbers: { as: model?.precision ?? ("fp32" as const), off: null },
    interventions: question.interventions,
  };
  const before = { prompt: next.prompt, generated: next.taken };
  const held = constraint && allowed && { constraint, allowed };
  const { text, taken, given } = decode;
  const logits = floatsOf(next.logits);
  decode.open(
    new Distribution(text, taken, logits, origin, before, given, held),
    new Vocabulary(next.texts),
  );
}

async function again({ models, question, results: { next } }: NextRun): Promise<Sameness> {
  const of = models[0] === undefined ? { model: "" } : ofModel(models[0]);
  const now = await nextLogits(of, next.prompt, next.taken, undefined, question.interventions);
  return floatsSame([[floatsOf(next.logits), now.logits]]);
}

function close(): void {
  decode.held = false;
}
