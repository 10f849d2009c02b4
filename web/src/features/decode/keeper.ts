// The distribution that Next word shows as a run in a file, and back.

import { read } from "../../core/address/decode";
import { Distribution } from "../../core/decoding/distribution";
import { floatsOf, savedArray } from "../../core/runFile/floats";
import type { NextRun } from "../../core/runFile/runs";
import { RunComparison } from "../../core/runFile/sameness";
import { recordings } from "../../core/recordings/recordings";
import { day } from "../../core/text/dates";
import { Vocabulary } from "../../core/text/tokens";
import { nextLogits, vocabulary } from "../../state/asking";
import { place } from "../../state/place.svelte";
import { headOf } from "../../state/runFile/head";
import { ofModel } from "../../state/runFile/models";
import { runFiles } from "../../state/runFile/runFiles.svelte";
import { server } from "../../state/server.svelte";
import { decode, heldAfter } from "./state.svelte";

runFiles.serve("decode", { save, open, again, close });

/** Null while nothing is shown of what stands there. */
async function save(): Promise<NextRun | null> {
  const { shown, words } = decode;
  if (shown === null || decode.stale || decode.asking) return null;
  const { logits, before, held, origin } = shown;
  const known = server.models.find(({ name }) => name === origin.model);
  const id = known?.id ?? recordings.of?.model ?? ""; // what was recorded needs no server
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

async function again({ models, question, results: { next } }: NextRun): Promise<RunComparison> {
  const comparison = new RunComparison();
  const of = models[0] === undefined ? { model: "" } : ofModel(models[0]);
  const { text = "", tokens, taken, constraint } = read(new URLSearchParams(question.address));
  const input = tokens?.of === of.model ? tokens.ids : text;
  const now = await nextLogits(of, input, next.taken, undefined, question.interventions);
  const stop = new AbortController().signal;
  const words = await vocabulary(of.model, stop);
  // A token without a text of its own is named by its number, or not at all.
  const texts = next.texts.map((own, id) =>
    own === "" || own === `#${id}` ? own : (words[id] ?? ""),
  );
  const { prompt, logits, texts: then } = next;
  comparison.compare(
    "results.next",
    { prompt, logits, texts: then },
    { prompt: now.prompt, logits: savedArray([now.logits.length], now.logits), texts },
  );
  if (next.allowed !== null && constraint !== null) {
    const held = await heldAfter(of, constraint, taken ?? [], stop);
    const allowed = savedArray([held.allowed.length], Float32Array.from(held.allowed));
    comparison.compare("results.next.allowed", next.allowed, allowed);
  }
  return comparison;
}

function close(): void {
  decode.held = false;
}
