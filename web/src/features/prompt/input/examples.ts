// Prompts for someone who has nothing to say yet: a story, a list of facts, a program. They are in
// English in both languages of the page, as the models read it best.

export const EXAMPLES = [
  "Once upon a time, a small robot",
  "The three most important things to know about the sea are",
  "def fibonacci(n):\n",
] as const;

export const QUESTIONS = [
  "What is a large language model?",
  "Write a haiku about the sea.",
  "Why is the sky blue? Answer in one sentence.",
] as const;

/** Texts with gaps that are told by what stands behind them, and by it the small model that ships. */
export const GAPS = [
  "There [MASK] many ships on the sea.",
  "There [MASK] a ship on the sea.",
  "She [MASK] been there before.",
] as const;
