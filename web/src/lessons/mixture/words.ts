// What the figure says, in the lesson's front matter.

export interface Words {
  caption: string;
  weights: string;
  weight: string;
  sum: string;
  reset: string;
  even: string;
  calculated: string;
  printed: string;
  epochs: string;
  columns: string[];
}
