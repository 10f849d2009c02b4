// What the figure says, in the lesson's front matter.

import type { Kind } from "./problem";
import type { StockWords } from "../../../../ui/figures/stock/stock";

export interface Words {
  stock: StockWords;
  title: string;
  field: string;
  ask: string;
  askAny: string;
  stop: string;
  asking: string;
  unable: string;
  failed: string;
  kinds: Record<Kind, string>;
  errs: string; // before anything is asked
  answer: string;
  right: string;
  none: string;
}
