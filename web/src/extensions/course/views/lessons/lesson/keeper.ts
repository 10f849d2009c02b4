// The state of a lesson as a file, and back: its address, with the values of its controls.

import { headOf } from "../../../../../state/runFile/head";
import { runFiles } from "../../../../../state/runFile/runFiles.svelte";
import { lessons } from "../state.svelte";

runFiles.serve("lessons", {
  save: async () => ({
    ...(await headOf("lessons", [], new Date())),
    question: { address: lessons.toQuery().toString() },
    results: {},
  }),
  open: () => {
    lessons.linked = true; // its figure is shown before its question is answered
  },
  lesson: async (run) => (await import("./page")).contentsOf(run),
  get name() {
    return lessons.lesson;
  },
  again: null,
  close: () => {
    lessons.values = null;
  },
});
