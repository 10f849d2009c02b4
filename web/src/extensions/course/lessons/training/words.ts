// What the figure says, in the lesson's front matter.

export interface Words {
  caption: string;
  source: string;
  sources: { chapter: string; little: string; own: string };
  text: string;
  short: string; // why a text is not enough
  rate: string;
  play: string;
  stop: string;
  step: string;
  again: string;
  loss: string;
  learned: string;
  held: string;
  even: string;
  length: string;
  gradient: string;
  steps: string;
  says: string;
  sample: string;
  net: string;
  columns: string[];
}
