// What the figure says, in the lesson's front matter.

import type { Counted } from "../../../../core/text/placed";

export interface Words {
  caption: string;
  columns: string[];
  steps: string;
  descent: Counted; // so many steps
  ridge: string;
  point: string;
  place: string;
  says: string;
  watch: string; // when a point is dragged
  about: string;
}
