// What a question of Measure is: a row of `table.ts`, with what it varies and how it is answered.

import type { Source } from "../items/source";
import type { LabelKind, Plan } from "../../../core/measurement/plan";
import type { Field, Settings } from "./settings";

export type QuestionId =
  | "examples"
  | "order"
  | "labels"
  | "format"
  | "models"
  | "which-example"
  | "which-head"
  | "which-vector";

/** Why a question cannot be asked of this task, for the page to say in its words. */
export type Obstacle = "few-examples" | "own-labels" | "one-model";

/** What is there to ask about. */
export interface Available {
  source: Source;
  models: number; // that can be asked
}

export interface Question {
  id: QuestionId; // its words, and its name in the address
  defaults: Partial<Settings>;
  fields: readonly Field[]; // the settings that are shown for it
  labels: readonly LabelKind[];
  /** How many examples there must be. */
  least: number;
  obstacle?: (available: Available) => Obstacle | null;
  /** Whether a plan asks this; the first row of the table that does has it. */
  asks: (plan: Plan) => boolean;
}
