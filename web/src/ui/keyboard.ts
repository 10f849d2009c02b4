// The keys of the page: Run and Stop in every view that runs something, and steps along a row.

/** Whether what a person presses is named as on a Mac. */
export const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.userAgent ?? "");

/** What can be run and stopped. */
export interface Runs {
  able: () => boolean; // whether it can be run now
  run: () => void;
  stop: () => void;
}

/** Ctrl or ⌘ with Enter runs what can be run; Escape stops it. */
export function runKeys({ able, run, stop }: Runs): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      if (able()) run();
    } else if (event.key === "Escape") stop();
  };
}

/** Where an arrow key leads from tab `i` of `length`, the ends joined; null for another key. */
export function nextTab(event: KeyboardEvent, i: number, length: number): number | null {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return null;
  event.preventDefault();
  return (i + step + length) % length;
}

const STEPS: Readonly<Record<string, readonly [down: number, across: number]>> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  PageDown: [10, 0],
  PageUp: [-10, 0],
  Home: [0, -Infinity],
  End: [0, Infinity],
};

/** Where an arrow along `axis`, Home or End leads from item `i` of `length`; null where it leads nowhere. */
export function nextItem(
  event: KeyboardEvent,
  i: number,
  length: number,
  axis: "across" | "down" | "both" = "across",
): number | null {
  const ends = { Home: 0, End: length - 1 }[event.key];
  const [down, across] = (event.key.startsWith("Arrow") && STEPS[event.key]) || [0, 0];
  const by = axis === "across" ? across : axis === "down" ? down : down + across;
  const to = ends ?? i + by;
  if ((ends === undefined && by === 0) || to < 0 || to >= length) return null;
  event.preventDefault();
  return to;
}

/** Where a key leads from a cell of a grid, at the edge to itself; null for another key. */
export function nextCell(
  event: KeyboardEvent,
  [row, column]: readonly [number, number],
  [rows, columns]: readonly [number, number],
): [row: number, column: number] | null {
  const step = STEPS[event.key];
  if (step === undefined) return null;
  event.preventDefault();
  const within = (place: number, count: number) => Math.min(Math.max(place, 0), count - 1);
  return [within(row + step[0], rows), within(column + step[1], columns)];
}

/** What scrolls sideways is reached by Tab, so that arrows scroll it; what fits is no stop. */
export function scrolledByKeys(element: HTMLElement): () => void {
  const observer = new ResizeObserver(() => {
    if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
    else element.removeAttribute("tabindex");
  });
  observer.observe(element);
  return () => observer.disconnect();
}
