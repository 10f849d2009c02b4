// What the figure says, in the lesson's front matter.

export interface Words {
  caption: string;
  mask: string;
  added: string;
  picture: string;
  weights: string;
  row: string;
  hidden: string;
  leaks: string;
}
