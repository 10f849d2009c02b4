// What the figure says, in the lesson's front matter.

import type { StockWords } from "../../../../ui/figures/stock/stock";

export interface Words {
  text: string;
  caption: string;
  head: string;
  token: string;
  p: string;
  nats: string;
  sum: string;
  given: string;
  says: string;
  gaps: StockWords;
  gapSays: string;
  more: string;
}
