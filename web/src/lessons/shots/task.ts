// The opening task, of which the lesson draws the answers.

export const TASK = "same-word";
export const SET = "opposite";
export const QUESTION = "fast"; // of that task
export const RIGHT = " slow"; // the expected answer of that task and set
