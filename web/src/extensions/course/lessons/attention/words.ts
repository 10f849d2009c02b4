// What the figure says, in the lesson's front matter.

export interface Words {
  text: string;
  layer: string;
  head: string;
  of: string;
  steps: string;
  names: string[];
  says: string[];
  shares: string;
  caption: string;
  axes: string[];
  pair: string;
  vectors: {
    query: string;
    key: string;
    value: string;
  };
  whose: string;
  which: string;
  read: string;
  row: string;
  made: string;
  rotated: string;
  waiting: string;
  divided: string;
  capped: string;
  columns: string[];
  sum: string;
  share: string;
  numbers: string;
  output: string;
  mixed: string;
  outRow: string;
  added: string;
  addedIs: string;
  about: string;
}
