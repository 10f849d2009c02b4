// The logit lens (nostalgebraist 2020): what each layer would say next if it were the last one.

import type { Lens } from "../api/api.gen";

export type { Lens, LensLayer } from "../api/api.gen";
export type LensKind = Lens["kind"];
export const LENS_KINDS: readonly LensKind[] = ["logit", "jacobian"];

/** Where a rank stands from 0 (rank 0) to 1 (rank `most`), by its logarithm. */
export function place(rank: number, most: number): number {
  return most <= 0 ? 0 : Math.min(1, Math.log1p(Math.max(0, rank)) / Math.log1p(most));
}

/** The greatest rank that a lens shows, at least `least`, for the scale. */
export function lowest(lens: Lens, least = 9): number {
  return lens.layers.reduce(
    (most, { final, next }) => Math.max(most, final.rank, next?.rank ?? 0),
    least,
  );
}

/** Ticks of the rank scale: 1, 10, 100, … as people count. */
export function ticks(most: number): number[] {
  const all = [1];
  while ((all.at(-1) ?? 1) * 10 <= most + 1) all.push((all.at(-1) ?? 1) * 10);
  return all;
}

/** Ticks that stand at least `apart` px from each other on a scale of `width` px. */
export function roomy(all: readonly number[], most: number, width: number, apart: number) {
  let last = -Infinity;
  return all.filter((rank) => {
    const x = width * place(rank - 1, most);
    if (x - last < apart) return false;
    last = x;
    return true;
  });
}

/** A line through the ranks, a layer every `step` downwards, as an SVG path. */
export function rankPath(ranks: readonly number[], most: number, width: number, step: number) {
  const points = ranks.map((rank, layer) => {
    return `${(place(rank, most) * width).toFixed(1)} ${(layer + 0.5) * step}`;
  });
  return points.length === 0 ? "" : `M${points.join("L")}`;
}

/** The first layer from which on the last layer's word is the likeliest, without a break. */
export function decided(lens: Lens): number {
  const open = lens.layers.findLastIndex(({ final }) => final.rank > 0);
  return open + 1;
}
