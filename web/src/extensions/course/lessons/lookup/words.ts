// What the figure says, in the lesson's front matter.

import type { Moment } from "./drafts";

export interface Words {
  caption: string;
  field: string;
  moment: string;
  next: string;
  kinds: Record<Moment["kind"], string>;
  soFar: string;
  whole: string;
  columns: string[];
  here: {
    title: string;
    ask: string;
    askAny: string;
    stop: string;
    asking: string;
    failed: string;
    unable: string;
    took: string;
    drafts: string;
    plain: string;
  };
}
