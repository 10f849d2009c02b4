// Which view is open, and the page's state kept in the address: back, forward and links work.

import { decode, encode, type PageState, type View } from "../lib/url";
import { draft } from "./draft.svelte";
import { inside } from "./inside.svelte";
import { comparison } from "./run.svelte";

class Route {
  view = $state<View>("compare");
  badLink = $state(false);
  fromLink = $state(false); // the task came with the address and runs only when asked to
  tooLong = $state(false);

  /** Reads the address when the page opens, and whenever someone goes back or forward. */
  open(): void {
    addEventListener("popstate", () => this.#read());
    this.#read();
  }

  #read(): void {
    try {
      const state = decode(location.hash);
      this.badLink = false;
      if (state === null) return;
      this.view = state.view;
      if (state.view === "compare" && (state.task ?? state.prompt) !== undefined) {
        draft.adopt(state);
        this.fromLink = !comparison.recall();
      }
      if (state.view === "inside") inside.adopt(state);
    } catch {
      this.badLink = true;
    }
  }

  get state(): PageState {
    const rest =
      this.view === "compare" ? draft.toState() : this.view === "inside" ? inside.toState() : {};
    return { view: this.view, ...rest };
  }

  /** Writes the state into the address, over the entry that is there. */
  write(): void {
    const fragment = encode(this.state);
    this.tooLong = fragment === null;
    const target = fragment ?? `#v1/${this.view}`;
    if (target !== location.hash) history.replaceState(null, "", target);
  }

  /** Before a step one may want to go back from: a new task, another shot set. */
  mark(): void {
    this.write();
    history.pushState(null, "", location.hash);
  }
}

export const route = new Route();
