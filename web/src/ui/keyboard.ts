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

/** Where an arrow, Home or End leads from item `i` of `length` in a row; null where it leads nowhere. */
export function nextItem(event: KeyboardEvent, i: number, length: number): number | null {
  const last = length - 1;
  const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: last }[event.key];
  if (to === undefined || to < 0 || to > last) return null;
  event.preventDefault();
  return to;
}
