// What the figure says, in the lesson's front matter.

export interface Words {
  caption: string;
  patch: string;
  row: string;
  says: string;
  source: string;
  columns: string[];
}
