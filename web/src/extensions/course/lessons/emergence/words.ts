// What the figure says, in the lesson's front matter.

export interface Words {
  caption: string;
  n: string;
  says: string;
  power: string;
  digits: string;
  exact: string;
  x: string;
  y: string;
}
