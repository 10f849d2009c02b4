// A run as it is kept: what it was made with, by which weights, and every sample part by part. Plain
// values that JSON holds; a file of others is read by the same shapes.

import { encode } from "../../../core/address/url";
import type { Changes, Settings } from "../../../core/api/api";
import { KINDS, MOST_CHARACTERS } from "../../../core/decoding/constraint";
import { BOUNDS, FIELDS } from "../../../core/decoding/settings";
import { DEFAULTS, write, type PromptState } from "../address";
import { SAME, type BesideState } from "../beside/address";
import { chatOf, MOST_TURNS } from "../chat/turns";
import { textOf, type Part } from "../writing/parts";
import * as shape from "./shape";

const { choice, flag, list, nullable, number, object, optional, table, text } = shape;

const [TEXT, NAME] = [1_000_000, 300]; // characters
const [SAMPLES, PARTS, SHOWN] = [8, 20_000, 100];
const ID = number(0, 2 ** 31, "whole");
const HAIR = 1e-6; // that rounding may put a probability outside
const SHARE = number(-HAIR, 1 + HAIR);
const NATS = number(-1e6, HAIR);

const settings = object(
  Object.fromEntries(
    FIELDS.map((field) => {
      const { min, max, whole } = BOUNDS[field];
      return [field, number(min, max, whole ? "whole" : "number")];
    }),
  ) as Record<keyof Settings, shape.Read<number>>,
);
const of = object({
  model: text(NAME),
  precision: optional(choice(["fp32", "int8"])),
});
const POINTS = number(0, 100);
const points = { n: number(0, 1e12), median: POINTS, p90: POINTS, max: POINTS };
const numbers = object({
  as: choice(["fp32", "int8", "fp16", "web"]),
  off: nullable(object({ ...points, tokens: number(0, 1e12) })),
});
const ids = optional(list(ID, TEXT));
const turn = object({ role: choice(["system", "user", "assistant"]), content: text(TEXT) });
const constraint = optional(
  object({ kind: choice(KINDS), source: text(MOST_CHARACTERS), prefix: optional(text(TEXT)) }),
);
const kind = object({ kind: choice(["head", "attention", "patch", "steer"]) });
const change: shape.Read<Changes[number]> = (value, at) => {
  kind(value, at);
  return value as Changes[number]; // the server reads the rest
};
const interventions = optional(list(change, 1024));
const source = object({
  ...{ of, prompt: text(TEXT), ids, settings, constraint, numbers, interventions },
});
const made = object({
  ...{ of, model: text(NAME), where: choice(["computer", "browser"]), numbers, interventions },
  ...{ prompt: text(TEXT), ids, chat: optional(list(turn, MOST_TURNS + 1)), settings, constraint },
});
const alternative = object({ id: ID, text: text(NAME), p: SHARE });
const token = object({
  ...{ type: choice(["token"]), lane: text(NAME), sample: number(0, SAMPLES - 1, "whole") },
  ...{ index: number(0, PARTS, "whole"), id: ID, piece: text(NAME), text: text(NAME) },
  ...{ logprob: NATS, rank: ID, draw: nullable(SHARE), survivors: table(ID, 10) },
  removed_mass: optional(nullable(SHARE)), // where a constraint held the text
  forbidden: optional(nullable(list(ID, SHOWN))),
  distribution: object({
    ...{ alternatives: list(alternative, SHOWN), rest: SHARE },
    ...{ rest_tokens: ID, entropy: number(0, 1e6) },
  }),
});
const tokenPart = object({ source: number(0, PARTS, "whole"), token, chosen: flag });
const typedPart = object({ typed: text(TEXT) });
const part: shape.Read<KeptPart> = (value, at) =>
  typeof value === "object" && value !== null && "typed" in value
    ? typedPart(value, at)
    : tokenPart(value, at);
const sample = object({
  parts: list(part, PARTS),
  reason: nullable(choice(["stop_token", "stop_text", "length", "cancelled"])),
});
const column = object({
  ...{ made, digest: nullable(text(NAME)) },
  ...{ sources: list(source, PARTS), samples: list(sample, SAMPLES) },
});

type KeptPart =
  | { source: number; token: ReturnType<typeof token>; chosen: boolean } // into `sources`
  | { typed: string };

/** `digest`: of the model's own weights (sha256), null where it could not be known. */
export type KeptColumn = ReturnType<typeof column>;

export interface KeptRun {
  id: string;
  at: string; // when it ended, ISO 8601
  columns: KeptColumn[]; // one, or two beside each other
}

const TIME: shape.Read<string> = (value, at) => {
  const result = text(40)(value, at);
  if (Number.isNaN(Date.parse(result))) throw new shape.ShapeError(at, { kind: "text", most: 40 });
  return result;
};

/** Throws ShapeError, for parts of a source that is not there too. */
export const readRun: shape.Read<KeptRun> = (value, at) => {
  const run = object({ id: text(NAME), at: TIME, columns: list(column, 2) })(value, at);
  if (run.columns.length === 0)
    throw new shape.ShapeError(`${at}.columns`, { kind: "list", most: 2 });
  run.columns.forEach(({ sources, samples }, i) =>
    samples.forEach(({ parts }, j) =>
      parts.forEach((item, k) => {
        if ("typed" in item || item.source < sources.length) return;
        const place = `${at}.columns[${i}].samples[${j}].parts[${k}].source`;
        throw new shape.ShapeError(place, { kind: "whole", min: 0, max: sources.length - 1 });
      }),
    ),
  );
  return run;
};

/** The parts of samples with their sources named by number, so that those are kept once. */
export function packed(
  samples: readonly { parts: readonly Part[]; reason: KeptColumn["samples"][number]["reason"] }[],
): Pick<KeptColumn, "sources" | "samples"> {
  const sources = samples
    .flatMap(({ parts }) => parts)
    .flatMap((item) => (item.kind === "token" ? [item.source] : []));
  const distinct = [...new Set(sources)];
  const pack = (item: Part): KeptPart =>
    item.kind === "typed"
      ? { typed: item.text }
      : { source: distinct.indexOf(item.source), token: item.token, chosen: item.chosen };
  const packedSamples = samples.map(({ parts, reason }) => ({ parts: parts.map(pack), reason }));
  // Tokens are as they came and need no copy: a long run has thousands, and the page would stand still.
  const plain = JSON.parse(JSON.stringify(distinct)) as KeptColumn["sources"];
  return { sources: plain, samples: packedSamples };
}

/** The samples again; tokens of one request share their source, as they did. */
export function unpacked({ sources, samples }: KeptColumn): Part[][] {
  return samples.map(({ parts }) =>
    parts.flatMap((item): Part[] => {
      if ("typed" in item) return [{ kind: "typed", text: item.typed }];
      const own = sources[item.source];
      if (own === undefined) return [];
      return [{ kind: "token", token: item.token, source: own, chosen: item.chosen }];
    }),
  );
}

/** What asks for the same in the address. */
export function addressOf({ columns }: KeptRun): PromptState {
  const [first, second] = columns.map(({ made }) => made);
  const [text, settings] = [first?.prompt ?? "", first?.settings ?? DEFAULTS];
  const [model, constraint] = [first?.of.model ?? null, first?.constraint ?? null];
  const beside = second === undefined || first === undefined ? null : besideOf(first, second);
  const shared = { settings, constraint, model, beside };
  if (first?.chat === undefined) return { mode: "text", text, ...shared };
  return { mode: "chat", text: "", chat: chatOf(first.chat), ...shared };
}

/** In Chat both prompts are the same conversation, as two templates may write it. */
function besideOf(first: KeptColumn["made"], second: KeptColumn["made"]): BesideState {
  const own = FIELDS.filter((field) => second.settings[field] !== first.settings[field]);
  const same = second.chat !== undefined || second.prompt === first.prompt;
  return {
    ...SAME,
    model: second.of.model === first.of.model ? null : second.of.model,
    text: same ? null : second.prompt,
    settings: Object.fromEntries(own.map((field) => [field, second.settings[field]])),
  };
}

/** What the list of runs says of one. */
export interface Head {
  id: string;
  at: string;
  models: string[]; // names, a column each
  query: string; // of its address; "" where that is too long for one
  prompt: string; // its beginning
  text: string; // the beginning of the first sample
  tokens: number;
  bytes: number; // that it takes, about
}

/** With the time as it is now where the run's lies beyond. */
export function notOfTheFuture(run: KeptRun): KeptRun {
  const now = new Date();
  return Date.parse(run.at) > now.getTime() ? { ...run, at: now.toISOString() } : run;
}

export function headOf(run: KeptRun, bytes: number): Head {
  const parts = run.columns.map(unpacked);
  const all = parts.flat(2);
  const query = write(addressOf(run));
  const isLink = encode({ view: "prompt", query }) !== null;
  return {
    ...{ id: run.id, at: run.at, models: run.columns.map((item) => item.made.model) },
    query: isLink ? query.toString() : "",
    prompt: (run.columns[0]?.made.prompt ?? "").slice(0, 200),
    text: textOf(parts[0]?.[0] ?? []).slice(0, 200),
    tokens: all.filter(({ kind }) => kind === "token").length,
    bytes,
  };
}
