// Which token's card is open: one at a time on the whole page, pinned or only looked at.

import type { LaneId } from "../../../core/statistics/readings";

export interface Focus {
  run: object; // the run that wrote it; its card closes when that run is gone
  lane: LaneId;
  sample: number;
  index: number;
}

const LINGER = 200; // ms to move from a token into its card

class TokenFocus {
  at = $state.raw<Focus | null>(null);
  pinned = $state(false);
  #closing: ReturnType<typeof setTimeout> | undefined;

  look(focus: Focus): void {
    clearTimeout(this.#closing);
    if (!this.pinned) this.at = focus;
  }

  pin(focus: Focus): void {
    clearTimeout(this.#closing);
    const same = this.pinned && this.#is(focus);
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

  /** Called when a run is no longer shown in its lane. */
  leaveRun(run: object, lane: LaneId): void {
    if (this.at?.run === run && this.at.lane === lane) this.close();
  }

  /** The token of this sample whose card is open. */
  indexIn(run: object, lane: LaneId, sample: number): number | null {
    const { at } = this;
    return at?.run === run && at.lane === lane && at.sample === sample ? at.index : null;
  }

  #is({ run, lane, sample, index }: Focus): boolean {
    return this.indexIn(run, lane, sample) === index;
  }
}

export const focus = new TokenFocus();
