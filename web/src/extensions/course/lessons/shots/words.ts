// What the figure says, in the lesson's front matter.

import type { Counted } from "../../../../core/text/placed";

export interface Words {
  caption: string;
  own: string;
  unread: string;
  examples: string;
  rows: Counted;
  form: string;
  formHelp: string;
  share: string;
  shareHelp: string;
  empty: string;
  right: string;
}
