// What the figure says, in the lesson's front matter.

import type { Addition, Guard } from "./document";

export interface Words {
  caption: string;
  model: string;
  guard: string;
  guards: Record<Guard, string>;
  cities: string;
  additions: Record<Addition | "own", string>;
  field: string;
  next: string;
  empty: string;
  says: string;
  columns: string[];
}
