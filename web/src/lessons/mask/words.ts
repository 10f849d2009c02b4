// What the figure says, in the lesson's front matter.

export interface Words {
  caption: string;
  added: string;
  picture: string;
  row: string;
}
