// What Compare keeps in the address: the draft, and the model whose marks stand beside the first one's.

import { read, withSecond } from "../../core/address/compare";
import { draft } from "../../state/draft.svelte";
import { route } from "../../state/route.svelte";
import { comparison } from "./comparison.svelte";
import { second } from "./second/second.svelte";

route.serve("compare", {
  adopt(query) {
    const state = read(query);
    if ((state.task ?? state.prompt) === undefined) return;
    draft.adopt(state);
    second.adopt(state.second ?? null);
    draft.fromLink = true;
    void comparison.show().then((all) => {
      if (all === true) draft.fromLink = false;
    });
  },

  toQuery: () => withSecond(draft.toQuery(), second.model),
});
