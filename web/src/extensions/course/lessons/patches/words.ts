// What the figure says, in the lesson's front matter.

export interface Words {
  caption: string;
  pad: { name: string; here: string; keys: string };
  clear: string;
  image: string;
  answers: string;
  digits: string[]; // the ten words, in English: those are the network's tokens
  ofData: string;
  ofOwn: string;
  patch: string;
  row: string;
  says: string;
  net: string;
  columns: string[];
}
