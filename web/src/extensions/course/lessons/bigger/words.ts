// What the figure says, in the lesson's front matter.

import type { StockWords } from "../../../../ui/figures/stock/stock";

export interface Words {
  task: string;
  all: string;
  tasks: Record<string, string>;
  says: string;
  saysAll: string;
  stock: StockWords;
}
