// A task with nothing in it yet.

import type { Prompt } from "../../core/prompting/render";

const SET = "examples";

/** One template for questions and answers of a line each; no example, no question. */
export function blankPrompt(): Prompt {
  return {
    instruction: "",
    template: "{input} ->{output}\n",
    shot_sets: { [SET]: [] },
    query: { input: "" },
    labels: [],
    readout: "labels",
    items: [],
  };
}
