// What the figure says, in the lesson's front matter.

export interface Words {
  caption: string;
  own: string;
  width: string;
  best: string;
  legend: string;
}
