// What the figure says, in the lesson's front matter.

export interface Words {
  caption: string;
  size: string; // of a source
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
