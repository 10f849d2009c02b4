// What the figure says, in the lesson's front matter.

export interface Words {
  caption: string;
  key: string;
  lines: string;
  before: string;
  place: string;
  x: string;
  y: string;
  hidden: string;
  others: string;
  right: string;
  wrong: string;
  whole: string;
  fault: string;
}
