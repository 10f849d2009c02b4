// What the figure says, in the lesson's front matter.

import type { Stage } from "../../../../core/api/trace";
import type { Making } from "./stages";

export interface Words {
  text: string;
  zoom: string;
  place: string;
  model: string;
  says: string[];
  axes: string[];
  layer: string;
  end: string;
  caption: string;
  cell: string;
  unmeasured: string; // of a cell whose numbers have not come yet
  next: string;
  stages: Record<Stage, string>;
  does: Record<Making["kind"] | "embedded", string>;
  numbers: string;
  products: string; // of a stage that is rows of weights times what it reads
  total: string; // of a layer, and of all
  of: string;
  is: string;
  row: string;
  read: string;
  share: string;
  values: string;
  normParts: string;
  rmsParts: string;
  embedding: string;
  position: string;
  rotary: string;
  earlier: string;
  waiting: string;
  unknown: string;
  about: string;
}
