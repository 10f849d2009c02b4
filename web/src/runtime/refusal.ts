// What a run in the browser refuses, as the server would: one of the codes of errors.py, a sentence,
// and the field at fault.

import type { Problem } from "../core/api/events";

const TITLES = {
  invalid_parameter: ["The request has an invalid value", 400],
  context_length_exceeded: ["The prompt is too long", 400],
  label_conflict: ["Two labels cannot be told apart", 400],
  token_out_of_range: ["There is no such token", 400],
  non_finite_logits: ["The model computed a value that is no number", 500],
  model_folder_invalid: ["The model's files are not in order", 500],
  download_failed: ["The model could not be fetched", 503],
  webgpu_failed: ["The model cannot run on this graphics card", 500],
  browser_failed: ["The model cannot run in this browser", 500],
} as const;

export type RefusalCode = keyof typeof TITLES;

export class Refusal extends Error {
  constructor(
    readonly code: RefusalCode,
    detail: string,
    readonly pointer = "",
  ) {
    super(detail);
    this.name = "Refusal";
  }

  /** The RFC 9457 body that the server would have sent. */
  get problem(): Problem {
    const [title, status] = TITLES[this.code];
    const { message: detail, pointer } = this;
    const errors = pointer === "" ? [] : [{ pointer, detail }];
    return { type: `/errors/${this.code}`, title, status, detail, errors };
  }
}

/** Whatever went wrong, as a problem. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Refusal) return error.problem;
  return new Refusal("browser_failed", error instanceof Error ? error.message : String(error))
    .problem;
}
