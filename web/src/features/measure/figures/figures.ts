// Which figure answers which question that varies conditions.

import type { Component } from "svelte";
import type { Measurement } from "../../../core/measurement/record";
import type { QuestionId } from "../questions/question";
import ExamplesFigure from "./shares/ExamplesFigure.svelte";
import FormatsFigure from "./FormatsFigure.svelte";
import LabelsFigure from "./shares/LabelsFigure.svelte";
import ModelsFigure from "./ModelsFigure.svelte";
import OrdersFigure from "./OrdersFigure.svelte";

export const FIGURES: Partial<Record<QuestionId, Component<{ record: Measurement }>>> = {
  examples: ExamplesFigure,
  order: OrdersFigure,
  labels: LabelsFigure,
  format: FormatsFigure,
  models: ModelsFigure,
};
