// The words of a token’s card.

import { count } from "../../core/text/numbers";

export const card = {
  title: "What else could have stood here",
  close: "Close",
  drawn: "drawn",
  likeliest: "likeliest",
  everythingElse: "everything else",
  elseTokens: (n: number) => (n === 1 ? "(1 token)" : `(${count(n)} tokens)`),
  more: (n: number) => `Show ${n} more`,
  from: (token: string) => `Continue from “${token}” instead`,
  hint: "Select another token to continue from it.",
  noModel: "To continue from another token, a model must be ready.",
  block: {
    part: "part of a letter",
    special: "not a text",
    unfinished: "The text before ends amid a letter or a stop text, so nothing else can follow.",
  },
};
