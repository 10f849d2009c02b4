// What the figure says, in the lesson's front matter.

import type { Counted } from "../../../../core/text/placed";
import type { Task } from "./tasks";

export interface Words {
  caption: string;
  prompt: string;
  answer: string;
  out: string;
  tasks: Record<Task, string>;
  fits: string;
  together: string;
  columns: string[];
  says: Counted;
  slip: string;
}
