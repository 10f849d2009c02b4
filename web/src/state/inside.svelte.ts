// The text and the mask that Inside shows, and which token is asked about.

import { read, write, type InsideState } from "../lib/address/inside";
import { route } from "./route.svelte";

export const KINDS = ["causal", "bidirectional", "banded"] as const;
export type Kind = (typeof KINDS)[number];

const FIRST_TEXT = "hot -> cold\ntall -> short\nfast ->";

class Inside {
  text = $state(FIRST_TEXT);
  kind = $state<Kind>("causal");
  at = $state(-1); // the token that asks; -1 is the last

  adopt(query: URLSearchParams): void {
    const state = read(query);
    this.text = state.text ?? this.text;
    this.kind = KINDS.find((kind) => kind === state.mask) ?? this.kind;
    this.at = state.at ?? this.at;
  }

  toQuery(): URLSearchParams {
    const state: InsideState = { text: this.text, mask: this.kind };
    if (this.at >= 0) state.at = this.at;
    return write(state);
  }
}

export const inside = new Inside();
route.serve("inside", inside);
