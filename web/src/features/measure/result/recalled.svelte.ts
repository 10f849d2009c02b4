// What was measured before the page was loaded anew is shown again, and said to be that.

import { searching } from "../causes/searching.svelte";
import { measuring } from "../run/measuring.svelte";
import { hold, takeBack, type Lost } from "./overReload";
import { shownRun } from "../run/shownRun";

class Recalled {
  results = $state.raw<readonly unknown[]>([]);
  lost = $state<Lost | null>(null);

  /** What is to be said of the results: that they are from before, or why there are none. */
  readonly remark = $derived.by<"back" | Lost | null>(() => {
    if (shownRun().busy) return null;
    const result = searching.name === null ? measuring.result : searching.shown;
    if (result === null) return this.lost;
    return this.results.includes(result) ? "back" : null;
  });

  open(): void {
    addEventListener("pagehide", () =>
      hold(sessionStorage, {
        measured: measuring.result,
        searched: searching.result,
        lost: searching.running && searching.result === null ? "ended" : null,
      }),
    );
    const { measured, searched, lost } = takeBack(sessionStorage);
    if (!isReload()) return;
    Object.assign(this, { results: [measured, searched], lost });
    if (measured !== null) measuring.show(measured);
    if (searched !== null) searching.show(searched);
  }
}

/** Not where a link was opened in this tab: that is another's question. */
function isReload(): boolean {
  const [entry] = performance.getEntriesByType("navigation");
  return (entry as PerformanceNavigationTiming | undefined)?.type !== "navigate";
}

export const recalled = new Recalled();
recalled.open();
