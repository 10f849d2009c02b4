// What went wrong, in words: the server's problem codes and the faults of a prompt.

export const problems = {
  /** A refusal by its code (`backend/shotglass/errors.py`); `detail` is the server's sentence. */
  problem: (_code: string, detail: string) => detail,
  /** A fault of the prompt by the field it points at; `detail` is the sentence of the check. */
  fault: (_pointer: string, detail: string) => detail,
};
