// What the figure says, in the lesson's front matter.

export interface Words {
  caption: string;
  word: string;
  layer: string;
  says: string;
  first: string; // in place of it at layer 0
  sense: string;
  columns: string[];
  meanings: Record<string, string>;
}
