// What the figure says, in the lesson's front matter.

import type { Counted } from "../../../../core/text/placed";

export interface Words {
  text: string;
  examples: string;
  rhyme: string;
  tongue: string; // the name of a Chinese tongue twister
  caption: string;
  merges: string;
  place: string;
  next: string;
  begin: string;
  own: Counted;
  model: string;
  pairs: string;
  made: string;
  coming: string;
  bytes: string;
  merged: string;
  then: string;
  end: Counted;
  columns: string[];
  toy: {
    caption: string;
    about: string;
    token: string;
    position: string;
    oneHot: string;
    sum: string;
    says: string;
    columns: string[];
  };
}
