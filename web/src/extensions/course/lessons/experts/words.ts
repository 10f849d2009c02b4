// What the figure says, in the lesson's front matter.

import type { Counted } from "../../../../core/text/placed";

export interface Words {
  field: string;
  caption: string;
  layer: string;
  expert: string;
  token: string; // for a screen reader
  column: string; // of a token
  most: string; // where the text is longer than the network reads
  takes: Counted; // so many tokens, and the share of held-out text
  says: string;
  net: string;
}
