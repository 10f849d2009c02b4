// What was measured before the page was loaded anew is shown again, and said to be that.

import { searching } from "../causes/searching.svelte";
import { chosen } from "../choice.svelte";
import { measuring } from "../run/measuring.svelte";
import { hold, takeBack, type Lost } from "./overReload";
import { shownRun } from "../run/shownRun";

class Recalled {
  results = $state.raw<readonly unknown[]>([]);
  lost = $state<Lost | null>(null);

  /** What is to be said of the results: that they are from before, or why there are none. */
  readonly remark = $derived.by<"back" | Lost | null>(() => {
    if (shownRun().busy) return null;
    const run = shownRun();
    const result = run === searching ? searching.shown : run.result;
    if (result === null || !run.isHere) return this.lost;
    return this.results.includes(result) ? "back" : null;
  });

  open(): void {
    addEventListener("pagehide", () =>
      hold(sessionStorage, {
        measured: held(measuring),
        searched: held(searching),
        question: chosen.id,
        record: chosen.record,
        lost: searching.running && searching.result === null ? "ended" : null,
      }),
    );
    const { measured, searched, lost, question, record } = takeBack(sessionStorage);
    if (!isReload()) return;
    Object.assign(this, { results: [measured?.result, searched?.result], lost });
    if (question !== null) chosen.id = question;
    chosen.record = record;
    if (measured !== null) measuring.show(measured.result, measured.subject);
    if (searched !== null) searching.show(searched.result, searched.subject);
  }
}

function held<Result>({ result, subject }: { result: Result | null; subject: string | null }) {
  return result === null ? null : { result, subject };
}

/** Not where a link was opened in this tab: that is another's question. */
function isReload(): boolean {
  const [entry] = performance.getEntriesByType("navigation");
  return (entry as PerformanceNavigationTiming | undefined)?.type !== "navigate";
}

export const recalled = new Recalled();
recalled.open();
