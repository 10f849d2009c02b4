// What the figure says, in the lesson's front matter.

export interface Words {
  caption: string;
  slider: string;
  says: string;
  tanh: string;
  x: string;
  y: string;
}
