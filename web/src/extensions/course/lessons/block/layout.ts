// Where the parts of the drawing stand. The token's vector runs down a line at the left; every part
// branches off it and is added to it again. All lengths are pixels.

import { norms, type BlockShape, type PartName } from "../../../../core/models/block";

export interface Box {
  part: PartName;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A group's frame and what stands in it; `plus`: where it is added to the line. */
export interface Sublayer {
  kind: "attention" | "cross" | "ffn";
  y: number;
  height: number;
  branch: string; // the path off the line and into the first box
  join: string; // the path from the last box back to the line
  plus: number;
}

export interface Layout {
  height: number;
  boxes: Box[];
  sublayers: Sublayer[];
  frame: { y: number; height: number }; // of the block
}

export const WIDTH = 340;
export const LINE = 26; // where the vector runs
const [LEFT, RIGHT] = [72, WIDTH - 16];
const [BOX, GAP, BEND] = [26, 6, 14];
const HEAD_NORMS: PartName[] = ["query_norm", "key_norm"];
const INNER = RIGHT - LEFT;

type Entry = Pick<BlockShape, "gated" | "positions" | "head_norm" | "part_norms" | "parallel"> & {
  norm_first?: boolean;
  segments?: number;
  embedding_norm?: boolean;
};

class Builder {
  y = 2;
  readonly boxes: Box[] = [];
  readonly sublayers: Sublayer[] = [];

  /** Boxes side by side. */
  row(parts: readonly PartName[], left = LEFT, width = INNER): void {
    const each = (width - (parts.length - 1) * GAP) / parts.length;
    parts.forEach((part, i) => {
      const x = left + i * (each + GAP);
      this.boxes.push({ part, x, y: this.y, width: each, height: BOX });
    });
    this.y += BOX;
  }

  /** A norm that the vector itself runs through. */
  onLine(part: PartName): void {
    this.row([part], 10, 104);
    this.y += GAP;
  }

  /** `after`: the norm on the line behind the sum. `from`: where the branch leaves the line, if not
   * here; it runs around the groups in between. */
  sublayer(
    kind: Sublayer["kind"],
    rows: PartName[][],
    after: PartName | null,
    from?: number,
  ): void {
    const [top, middle] = [from ?? this.y, LEFT + INNER / 2];
    this.y += BEND + GAP;
    const frame = this.y - GAP;
    this.y += 16; // the group's name
    for (const row of rows) {
      this.row(row);
      this.y += GAP;
    }
    const height = this.y - frame;
    const plus = this.y + BEND;
    this.sublayers.push({
      ...{ kind, y: frame, height, plus },
      branch:
        from === undefined
          ? `M${LINE} ${top + 6}H${middle}V${frame}`
          : `M${LINE} ${top + 6}H${WIDTH - 5}V${frame - 7}H${middle}V${frame}`,
      join: `M${middle} ${frame + height}V${plus}H${LINE + 9}`,
    });
    this.y = plus + 14;
    if (after !== null) this.onLine(after);
  }
}

export function layout(shape: Entry, cross: boolean, generates: boolean, pooler: boolean): Layout {
  const first = shape.norm_first ?? true;
  const build = new Builder();
  const tables: PartName[] = ["embedding"];
  if (shape.positions === "learned") tables.push("position");
  if (shape.segments) tables.push("segment");
  build.row(tables, 10, RIGHT - 10);
  build.y += 12;
  if (shape.embedding_norm) build.onLine("embedding_norm");
  const top = build.y;
  build.y += 8;
  const { ins, outs, shared } = norms(shape);
  const within = (norm: PartName, rows: PartName[][]) => (first && ins ? [[norm], ...rows] : rows);
  const given = (rows: PartName[][], norm: PartName) => (outs ? [...rows, [norm]] : rows);
  const after = (norm: PartName) => (first ? null : norm);
  const attention = (prefix: "" | "cross_"): PartName[][] => [
    [`${prefix}query`, `${prefix}key`, `${prefix}value`],
    ...(prefix === "" && (shape.head_norm ?? "none") !== "none" ? [HEAD_NORMS] : []),
    [`${prefix}mix`],
    [`${prefix}output`],
  ];
  const own = given(attention(""), "attention_out_norm");
  build.sublayer("attention", within("attention_norm", own), after("attention_norm"));
  if (cross) {
    const source = attention("cross_");
    const read: PartName[][] = first ? [["cross_norm"], ...source] : source;
    build.sublayer("cross", read, after("cross_norm"));
  }
  const ffn: PartName[][] = [shape.gated ? ["gate", "up"] : ["up"], ["activation"], ["down"]];
  const rows = given(ffn, "ffn_out_norm");
  const parallel = (shape.parallel ?? "no") !== "no" ? top + 8 : undefined;
  build.sublayer("ffn", shared ? rows : within("ffn_norm", rows), after("ffn_norm"), parallel);
  const frame = { y: top, height: build.y + 2 - top };
  build.y += 18;
  if (first) build.onLine("final_norm");
  if (generates) build.row(["head"], 10, RIGHT - 10);
  if (pooler) build.row(["pooler"], 10, RIGHT - 10);
  return { height: build.y + 2, boxes: build.boxes, sublayers: build.sublayers, frame };
}
