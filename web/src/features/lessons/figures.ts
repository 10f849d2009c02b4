// The figure of each lesson.

import type { Component } from "svelte";
import type { LessonId } from "./lessons";
import Autoregressive from "../../lessons/autoregressive/Figure.svelte";
import Beams from "../../lessons/beam/Figure.svelte";
import Decoders from "../../lessons/decoders/Figure.svelte";
import Gpt2Prompts from "../../lessons/gpt2/Figure.svelte";
import MaskPair from "../../lessons/mask/Figure.svelte";
import Shots from "../../lessons/shots/Figure.svelte";

export const FIGURES: Record<LessonId, Component> = {
  autoregressive: Autoregressive,
  mask: MaskPair,
  decoders: Decoders,
  beam: Beams,
  shots: Shots,
  gpt2: Gpt2Prompts,
};
