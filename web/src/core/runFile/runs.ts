// What a run as a file holds, by its view: the types of what
// `backend/shotglass/run_file/schema.json` describes.

import type { Changes, Message, Settings } from "../api/api";
import type * as api from "../api/api.gen";
import type { Piece, Reason, RunEvent, ScoreEvent, Span, TokenEvent } from "../api/events";
import type { Computed } from "../models/precision";
import type { Prompt } from "../prompting/render";
import type { Truths } from "../prompting/relabelling";

/** The model of a run; `digest`: sha256 of its weights, null where that is not known. */
export interface RunModel {
  id: string;
  name: string;
  digest: string | null;
  where: "computer" | "browser";
  precision: Computed;
}

interface Head {
  shotglass_run: 1 | 2; // the second form has places for what was changed inside a model
  made: string; // ISO 8601
  shotglass: string; // the version that made it
  models: RunModel[];
}

/** What an answer was held to. */
export interface SavedConstraint {
  kind: "json_schema" | "regex" | "grammar";
  source: string;
  prefix?: string;
}

export type SavedSettings = Settings & {
  logit_bias?: Record<string, number>;
  constraint?: SavedConstraint;
  stop?: string[];
};

export interface SavedLane {
  model: number; // its place in `models`
  id: string;
  shot_set: string | null;
  shots: number[];
  reasoning: boolean;
  settings: SavedSettings;
  events: RunEvent[]; // as they came, without the stream's end
}

export interface ComparedRun extends Head {
  view: "compare";
  question: {
    prompt: Prompt;
    task: string | null; // of the gallery
    set: string; // of examples
    k: number; // examples shown
    one_shot: number; // the one-shot lane's example, from 0
    pinned: boolean; // the rows of the axis are a person's choice
    truths: Truths; // the examples' answers before they were moved
    interventions?: Changes;
  };
  settings: SavedSettings;
  results: { lanes: SavedLane[] };
}

/** What a text was written with. */
export interface SavedSource {
  prompt: string; // exactly what the model was given
  ids?: number[]; // its tokens, where they were given in its place
  settings: SavedSettings;
  interventions?: Changes; // what was changed inside the model
}

export type SavedPart =
  | { kind: "token"; source: number; token: TokenEvent; chosen: boolean } // into `sources`
  | { kind: "typed"; text: string };

export interface SavedColumn {
  sources: SavedSource[];
  samples: { parts: SavedPart[]; reason: Reason | null }[];
}

export interface WrittenRun extends Head {
  view: "prompt";
  question: { columns: (SavedSource & { model: number; chat?: Message[] })[] };
  results: { columns: SavedColumn[] };
}

export interface FilledRun extends Head {
  view: "fill";
  question: { text: string };
  /** `left`: what the second model would write at each gap, after its left side alone. */
  results: {
    filled: api.Filled;
    left: { left: string; next: { text: string; p: number }[] }[];
  };
}

/** float32 numbers, little-endian, in base64. */
export interface SavedArray {
  shape: number[];
  data: string;
}

export interface NextRun extends Head {
  view: "decode";
  question: { address: string; interventions?: Changes };
  /** `allowed`: 1 for each token that what the answer is held to allows, 0 for others. */
  results: {
    next: {
      prompt: number[];
      taken: number[];
      logits: SavedArray;
      allowed: SavedArray | null;
      texts: string[]; // of the vocabulary
    };
  };
}

type ExplainedHeader = Pick<
  api.Explained,
  "model" | "precision" | "layers" | "heads" | "head_size"
> &
  Partial<Pick<api.Explained, "surprisals" | "writes" | "bidirectional" | "windows" | "lens">>;

/** Probabilities after a prompt with all heads, and without some. */
export interface SavedHeadsOff {
  prompt: string;
  heads: { layer: number; head: number }[]; // from 0
  before: ScoreEvent;
  after: ScoreEvent;
}

export interface InsideRun extends Head {
  view: "inside";
  question: {
    address: string;
    text: string;
    spans: Span[] | null;
    interventions?: Changes;
  };
  /** `left_out`: the names of the arrays for which the file has no room; `heads_off`: what the
   * answers became with heads switched off. */
  results: {
    explained: ExplainedHeader & { tokens: Piece[]; arrays: (SavedArray & { name: string })[] };
    left_out: string[];
    heads_off?: SavedHeadsOff;
  };
}

export interface MeasuredRun extends Head {
  view: "measure";
  question: { address: string };
  /** `record`: as Measure saves it by itself. */
  results: {
    kind: "measurement" | "example" | "head" | "vector";
    record: {
      plan: {
        model: string;
        other_model?: string | null;
        prompt: Prompt;
        heads_off?: readonly unknown[];
      };
    };
  };
}

export interface LessonState extends Head {
  view: "lessons";
  question: { address: string };
  results: Record<string, never>;
}

export type SavedRun =
  ComparedRun | WrittenRun | FilledRun | NextRun | InsideRun | MeasuredRun | LessonState;

export type RunView = SavedRun["view"];
export type RunOf<V extends RunView> = Extract<SavedRun, { view: V }>;
