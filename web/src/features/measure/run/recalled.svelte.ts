// What was measured before the page was loaded anew is shown again, and said to be that.

import type { Measurement } from "../../../core/measurement/record";
import type { Found } from "../causes/search";
import { searching } from "../causes/state.svelte";
import { measuring } from "../state.svelte";
import { hold, takeBack, type Lost } from "./overReload";

class Recalled {
  measured = $state.raw<Measurement | null>(null);
  found = $state.raw<Found | null>(null);
  lost = $state<Lost | null>(null);

  /** What is to be said of the results: that they are from before, or why there are none. */
  readonly remark = $derived.by<"back" | Lost | null>(() => {
    if (measuring.running || searching.running) return null;
    const isSearch = searching.name !== null;
    const shown = isSearch ? searching.shown : measuring.found;
    if (shown === null) return this.lost;
    return shown === (isSearch ? this.found : this.measured) ? "back" : null;
  });

  open(): void {
    addEventListener("pagehide", () =>
      hold(sessionStorage, {
        measured: measuring.found,
        found: searching.found,
        lost: searching.running ? "ended" : null,
      }),
    );
    const { measured, found, lost } = takeBack(sessionStorage);
    if (!isReload()) return;
    Object.assign(this, { measured, found, lost });
    if (measured !== null) measuring.recall(measured);
    searching.found = found;
  }
}

/** Not where a link was opened in this tab: that is another's question. */
function isReload(): boolean {
  const [entry] = performance.getEntriesByType("navigation");
  return (entry as PerformanceNavigationTiming | undefined)?.type !== "navigate";
}

export const recalled = new Recalled();
recalled.open();
