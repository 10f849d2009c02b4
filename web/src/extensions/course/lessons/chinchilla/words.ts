// What the figure says, in the lesson's front matter.

export interface Words {
  caption: string;
  budget: string;
  budgets: string;
  flops: string;
  fit: string;
  fits: {
    refitted: string;
    printed: string;
  };
  x: string;
  y: string;
  short: string;
  small: string;
  least: string;
  says: string;
  model: string;
  beside: string;
  ours: string;
  columns: string[];
}
