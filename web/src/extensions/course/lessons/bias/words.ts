// What the figure says, in the lesson's front matter.

import type { StockWords } from "../../../../ui/figures/stock/stock";

export interface Words {
  whose: string;
  measured: string;
  now: string;
  ask: string;
  askAny: string;
  stop: string;
  cost: string;
  asking: string;
  failed: string;
  unable: string;
  stock: StockWords;
}
