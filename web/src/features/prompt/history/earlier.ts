// The runs that earlier pages kept, in a form of their own, as runs of a file. What is in such a form may
// be anyone's: what is missing in it is missing in the run, and its reader says so.

import { savedSettings } from "../../../core/runFile/settings";

export const FORMAT = "shotglass-prompt-history-1"; // of a file with such runs
type Json = Record<string, unknown>;

/** The run with what the form has no place for left out; it is not checked. */
export function converted(earlier: unknown): unknown {
  const { at, columns } = fields(earlier);
  const written = items(columns)
    .map(fields)
    .filter(({ samples }) => items(samples).length > 0);
  return {
    ...{ shotglass_run: 1, view: "prompt", made: made(at), shotglass: "unknown" },
    models: written.map(modelOf),
    question: {
      columns: written.map(({ made }, model) => {
        const { chat } = fields(made);
        return { model, ...sourceOf(made), chat };
      }),
    },
    results: {
      columns: written.map(({ sources, samples }) => ({
        sources: items(sources).map(sourceOf),
        samples: items(samples).map(sampleOf),
      })),
    },
  };
}

/** The time in the one form that a run has it in, where it is a time. */
function made(at: unknown): unknown {
  const time = typeof at === "string" ? Date.parse(at) : NaN;
  return Number.isNaN(time) ? at : new Date(time).toISOString();
}

function modelOf({ made, digest }: Json): Json {
  const { of, model, where, numbers } = fields(made);
  return { id: fields(of).model, name: model, digest, where, precision: fields(numbers).as };
}

function sourceOf(source: unknown): Json {
  const { prompt, ids, settings, constraint, interventions } = fields(source);
  const held = savedSettings(fields(settings) as never, (constraint ?? null) as never);
  return { prompt, ids, settings: held, interventions };
}

/** The browser kept a sample as the bytes of its JSON. */
function sampleOf(sample: unknown): Json {
  const isText = sample instanceof Uint8Array;
  const whole: unknown = isText ? JSON.parse(new TextDecoder().decode(sample)) : sample;
  const { parts, reason } = fields(whole);
  return { parts: items(parts).map(partOf), reason };
}

function partOf(part: unknown): Json {
  const { typed, source, token, chosen } = fields(part);
  if (typed !== undefined) return { kind: "typed", text: typed };
  return { kind: "token", source, token, chosen };
}

function fields(value: unknown): Json {
  return typeof value === "object" && value !== null ? (value as Json) : {};
}

function items(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
