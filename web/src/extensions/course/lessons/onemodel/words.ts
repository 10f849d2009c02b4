// What the figure says, in the lesson's front matter.

import type { Counted } from "../../../../core/text/placed";
import type { StockWords } from "../../../../ui/figures/stock/stock";

export interface Words {
  labels: string;
  says: string;
  behind: Counted;
  stock: StockWords;
}
