// The figure of each lesson.

import type { Component } from "svelte";
import type { LessonId } from "../../lib/lessons";
import Autoregressive from "./Autoregressive.svelte";
import Beams from "./Beams.svelte";
import Decoders from "./Decoders.svelte";
import Gpt2Prompts from "./Gpt2Prompts.svelte";
import MaskPair from "./MaskPair.svelte";
import Shots from "./Shots.svelte";

export const FIGURES: Record<LessonId, Component> = {
  autoregressive: Autoregressive,
  mask: MaskPair,
  decoders: Decoders,
  beam: Beams,
  shots: Shots,
  gpt2: Gpt2Prompts,
};
