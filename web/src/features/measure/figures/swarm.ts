// Dots on a line that must not cover one another: how many sizes each stands above or below it.

/** The level of each dot, 0, 1, -1, 2, ... in the order given; `size`: pixels of a dot. */
export function swarm(places: readonly number[], size: number): number[] {
  const order = [...places.keys()].sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  const ends = new Map<number, number>(); // the last dot of each level
  const levels = new Array<number>(places.length).fill(0);
  for (const at of order) {
    const place = places[at] ?? 0;
    let level = 0;
    while (place - (ends.get(level) ?? -Infinity) < size) level = level > 0 ? -level : 1 - level;
    ends.set(level, place);
    levels[at] = level;
  }
  return levels;
}
