// What the figure says, in the lesson's front matter.

import type { Counted } from "../../../../core/text/placed";

export interface Words {
  caption: string;
  own: string;
  decoder: string;
  left: string;
  mass: string;
  others: string;
  chosen: string;
  names: {
    greedy: string;
    temperature: string;
    top_k: string;
    top_p: string;
  };
  leaves: Counted;
  adapts: string;
  after: Counted;
  comma: string;
  again: string;
  drawn: string;
  and: string;
}
