// Layers down, heads across: where each small picture stands.

export interface Sheet {
  layers: number;
  heads: number;
  size: number; // of one picture, px
  gap: number;
}

export function placeOf({ size, gap }: Sheet, layer: number, head: number): [number, number] {
  return [head * (size + gap), layer * (size + gap)];
}

/** The picture under a point, or null between two. */
export function pictureAt(sheet: Sheet, x: number, y: number): [number, number] | null {
  const step = sheet.size + sheet.gap;
  const [head, layer] = [Math.floor(x / step), Math.floor(y / step)];
  const inside = x >= 0 && y >= 0 && x % step < sheet.size && y % step < sheet.size;
  return inside && head < sheet.heads && layer < sheet.layers ? [layer, head] : null;
}
