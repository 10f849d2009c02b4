// Which token's card is open: one at a time on the whole page, pinned or only looked at.

import type { LaneId } from "../lib/readings";

export interface Focus {
  lane: LaneId;
  sample: number;
  index: number;
}

const LINGER = 200; // ms to move from a token into its card

class TokenFocus {
  at = $state<Focus | null>(null);
  pinned = $state(false);
  #closing: ReturnType<typeof setTimeout> | undefined;

  look(focus: Focus): void {
    clearTimeout(this.#closing);
    if (!this.pinned) this.at = focus;
  }

  pin(focus: Focus): void {
    clearTimeout(this.#closing);
    const same = this.pinned && this.is(focus.lane, focus.sample, focus.index);
    this.at = same ? null : focus;
    this.pinned = !same;
  }

  /** Called when pointer or keyboard leave; the card waits a moment, it may be entered. */
  leave(): void {
    if (this.pinned) return;
    clearTimeout(this.#closing);
    this.#closing = setTimeout(() => this.close(), LINGER);
  }

  stay(): void {
    clearTimeout(this.#closing);
  }

  close(): void {
    clearTimeout(this.#closing);
    this.at = null;
    this.pinned = false;
  }

  is(lane: LaneId, sample: number, index: number): boolean {
    return this.at?.lane === lane && this.at.sample === sample && this.at.index === index;
  }
}

export const focus = new TokenFocus();
