// The views that are fetched when they are first opened; Compare comes with the page.

import type { Component } from "svelte";
import type { View } from "../lib/url";

type Later = Exclude<View, "compare">;

export const LATER: Record<Later, () => Promise<{ default: Component }>> = {
  inside: () => import("./Inside.svelte"),
  decode: () => import("./Decode.svelte"),
  train: () => import("./Train.svelte"),
  models: () => import("./Models.svelte"),
  lessons: () => import("./Lessons.svelte"),
  forward: () => import("./Forward.svelte"),
  shapes: () => import("./Shapes.svelte"),
  note: () => import("./Note.svelte"),
};
