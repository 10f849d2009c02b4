// What the figure says, in the lesson's front matter.

export interface Words {
  caption: string;
  beginning: string;
  before: string;
  beta: string;
}
