// The views that are fetched when they are first opened; Compare comes with the page.

import type { Component } from "svelte";
import type { View } from "../core/address/url";

type Later = Exclude<View, "compare">;

export const LATER: Record<Later, () => Promise<{ default: Component }>> = {
  prompt: () => import("../features/prompt/View.svelte"),
  inside: () => import("../features/inside/View.svelte"),
  decode: () => import("../features/decode/View.svelte"),
  train: () => import("../features/train/View.svelte"),
  models: () => import("../features/models/View.svelte"),
  lessons: () => import("../features/lessons/View.svelte"),
  forward: () => import("../features/forward/View.svelte"),
  shapes: () => import("../features/shapes/View.svelte"),
  note: () => import("../features/note/View.svelte"),
};
