// What the figure says, in the lesson's front matter.

export interface Words {
  caption: string;
  first: string;
  second: string;
  place: string;
  column: string;
  says: string;
  x: string;
  y: string;
}
