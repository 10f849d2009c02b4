// What the figure says, in the lesson's front matter.

import type { Reader } from "./mask";

export interface Words {
  caption: string;
  strength: string;
  added: string;
  picture: string;
  weights: string;
  row: string;
  hidden: string;
  little: string;
  leaks: string;
  steps: {
    title: string;
    step: string;
    next: string;
    again: string;
    readers: Record<Reader, string>;
    ready: string;
    columns: [reader: string, ready: string, steps: string];
    says: string;
  };
}
