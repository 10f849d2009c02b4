// What Compare keeps in the address: the draft, and the model whose marks stand beside the first one's.

import { read, withSecond } from "../../core/address/compare";
import { draft } from "../../state/draft.svelte";
import { route } from "../../state/route.svelte";
import { runFiles } from "../../state/runFile/runFiles.svelte";
import { keep, stored } from "../../state/stored";
import { comparison } from "./comparison.svelte";
import { second } from "./lanes/second.svelte";
import "./saved/keeper";

const SHOWN = "shotglass.shown"; // what results stood of last, as the address says it

const toQuery = () => withSecond(draft.toQuery(), second.model);

/** Results stand of what is asked now: the page may ask it again when it is loaded anew. */
export function keepShown(): void {
  keep(SHOWN, toQuery().toString());
}

route.serve("compare", {
  adopt(query) {
    const state = read(query);
    if ((state.task ?? state.prompt) === undefined) return;
    runFiles.leave();
    draft.adopt(state);
    if (draft.absent !== null) comparison.clear(); // what stands there is of another task
    second.adopt(state.second ?? null);
    draft.fromLink = stored(SHOWN) !== query.toString();
    void comparison.show().then((all) => {
      if (all === true) draft.fromLink = false;
    });
  },

  toQuery,
});
