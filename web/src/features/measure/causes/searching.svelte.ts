// The search for causes that runs, and the one that is looked at.

import { search, type SearchName, type SearchRequest } from "../../../core/api/api";
import type { CausesPlanned } from "../../../core/api/api.gen";
import type { CauseEvent } from "../../../core/api/events";
import { chosen } from "../choice.svelte";
import { LongRun } from "../run/longRun.svelte";
import type { Ablating } from "./facts";
import { causesOf, requestOf, searchOf, type Causes } from "./search";

interface Asked {
  name: SearchName;
  request: SearchRequest;
}

class Searching extends LongRun<Asked, CauseEvent, Causes> {
  ablating = $state<Ablating>("zero"); // what a head that is off gives, as it is shown

  readonly name = $derived(searchOf(chosen.id));

  protected readonly chosen = $derived.by<Asked | null>(() => {
    const { name } = this;
    if (name === null || chosen.plan === null) return null;
    return { name, request: requestOf(name, chosen.plan) };
  });

  /** What is shown of the question that is chosen. */
  readonly shown = $derived.by(() => (this.result?.name === this.name ? this.result : null));

  protected events({ name, request }: Asked, more: object, signal: AbortSignal) {
    return search(name, { ...request, ...more }, signal);
  }

  protected costOf({ runs, seconds }: CausesPlanned) {
    return { steps: runs, seconds };
  }

  protected isWhole({ whole }: Causes): boolean {
    return whole;
  }

  protected hear(event: CauseEvent, { name, request }: Asked, shotglass: string): void {
    const { planned } = this.planned ?? {};
    if (planned === undefined || !("figures" in event) || event.figures === null) return;
    const whole = event.type !== "progress";
    const circumstances = { request, planned, shotglass, whole };
    this.show(causesOf(name, event.figures, circumstances), this.startedOn);
    if (whole) this.finished += 1;
  }

  /** What is shown, asked again. */
  async again(): Promise<void> {
    if (this.shown === null) return;
    const { name, request } = this.shown;
    await this.start({ name, request });
  }

  /** What a record from a file says was found, without a model. */
  open(name: string, causes: Causes): void {
    chosen.open(name, `which-${causes.name}`);
    this.show(causes);
    this.finished += 1;
  }
}

export const searching = new Searching();
