// How byte-level tokenizers cut a text into words before they merge anything within one of them.

/** GPT-2's pattern, with the flags g and u: a word with the space before it, a number, other signs. */
export const WORDS = String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`;
