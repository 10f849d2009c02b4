// What the figure says, in the lesson's front matter.

import type { Counted } from "../../../../core/text/placed";

export interface Words {
  caption: string;
  task: string;
  part: string;
  content: string;
  parts: {
    example: string;
    question: string;
    hint: string;
    text: string;
  };
  prompts: readonly {
    task: string;
    section: string;
    lines: readonly {
      part: "example" | "question" | "hint" | "text";
      text: string;
    }[];
    verdict: string;
  }[];
  own: string;
  field: string;
  pairs: Counted;
  nothing: string;
  wrote: string; // what to make of the answers, whatever is asked
}
