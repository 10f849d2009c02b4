// The measurement that runs, and the one that is looked at.

import { measure } from "../../../core/api/api";
import type { Planned } from "../../../core/api/api.gen";
import type { MeasureEvent } from "../../../core/api/events";
import type { Plan } from "../../../core/measurement/plan";
import {
  earlierOf,
  empty,
  isWhole,
  readRecord,
  withReading,
  type Measurement,
} from "../../../core/measurement/record";
import { searchOf } from "../causes/search";
import { chosen } from "../choice.svelte";
import { questionFor } from "../questions/table";
import type { Choice } from "../slice/slice";
import { LongRun } from "./longRun.svelte";

class Measuring extends LongRun<Plan, MeasureEvent, Measurement> {
  part = $state.raw<Partial<Choice>>({}); // what of a record with several is shown

  protected readonly chosen = $derived(searchOf(chosen.id) === null ? chosen.plan : null);
  protected readonly isWhole = isWhole;

  /** Whether anything is compared. */
  readonly varied = $derived.by(() => {
    const { planned } = this.planned ?? {};
    return planned === undefined || planned.conditions.length * planned.models.length > 1;
  });

  protected events(plan: Plan, more: object, signal: AbortSignal) {
    return measure({ ...plan, ...more }, signal);
  }

  protected costOf({ costs }: Planned) {
    const sum = (key: "prompts" | "seconds") => costs.reduce((all, cost) => all + cost[key], 0);
    return { steps: sum("prompts"), seconds: sum("seconds") };
  }

  protected hear(event: MeasureEvent, plan: Plan, shotglass: string): void {
    if (event.type === "planned") {
      this.part = {};
      this.show(empty(plan, event, shotglass, new Date().toISOString()), this.startedOn);
    }
    if (this.result === null) return;
    if (event.type === "measured") this.result = withReading(this.result, event, event);
    if (event.type === "summary") {
      this.result = { ...this.result, figures: event.figures };
      this.finished += 1;
    }
  }

  /** What was measured already is not asked again. */
  async goOn(): Promise<void> {
    if (this.result === null) return;
    await this.start(this.result.plan, { earlier: earlierOf(this.result) });
  }

  /** A record from a file, without a model. Throws RecordError, PromptError. */
  open(name: string, text: string): void {
    const record = readRecord(text);
    chosen.open(name, questionFor(record.plan).id);
    this.part = {};
    this.show(record);
    this.finished += 1;
  }
}

export const measuring = new Measuring();
