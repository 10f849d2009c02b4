// Room for the texts of a plot, as far as it can be known before they are drawn.

export const LETTER = 8; // pixels of a Latin letter
const SIGN = 14.5; // and of a Chinese character

/** Pixels that a name takes. */
export function nameWidth(name: string, letter = LETTER, sign = SIGN): number {
  return Array.from(name).reduce((sum, each) => sum + (each > "\u2e7f" ? sign : letter), 0);
}

/** Names at the heights of what they name, `size` pixels from each other, between `top` and `bottom`. */
export function apart(
  heights: readonly number[],
  size: number,
  top: number,
  bottom: number,
): number[] {
  const order = [...heights.keys()].sort((a, b) => (heights[a] ?? 0) - (heights[b] ?? 0));
  const placed = order.map((i) => heights[i] ?? 0);
  for (let i = 0; i < placed.length; i += 1) {
    const least = i === 0 ? top : (placed[i - 1] ?? 0) + size;
    placed[i] = Math.max(placed[i] ?? 0, least);
  }
  for (let i = placed.length - 1; i >= 0; i -= 1) {
    const most = i === placed.length - 1 ? bottom : (placed[i + 1] ?? 0) - size;
    placed[i] = Math.min(placed[i] ?? 0, most);
  }
  return heights.map((_, i) => placed[order.indexOf(i)] ?? 0);
}
