// What stands on the right of Measure for the question that is chosen, and how far each question is.

import { moment } from "../../../core/text/dates";
import { isWhole, type Measurement } from "../../../core/measurement/record";
import { precision } from "../../../state/precision.svelte";
import { preferences } from "../../../state/preferences.svelte";
import { searching } from "../causes/searching.svelte";
import { searchOf } from "../causes/search";
import { chosen, isOfRecord } from "../choice.svelte";
import type { Obstacle, QuestionId } from "../questions/question";
import { answeredBy, questionFor, questionOf } from "../questions/table";
import { recorded } from "../recorded/evidence.svelte";
import type { Finding } from "../../../core/gallery/finding";
import { measuring } from "../run/measuring.svelte";
import { stampOf, type MeasuredStamp } from "../sentence/stamp";
import { chosenOf, sliceOf } from "../slice/slice";

/** A question is answered, or it is measured, stopped, not to be asked here, or not asked yet; `lacking`:
 * there is nothing to ask it of. */
export type Standing =
  | { kind: "answer"; stamp: MeasuredStamp; finding: Finding | null; record: Measurement | null }
  | { kind: "running" | "stopped" | "measured" | "unasked" | "coming" | "lacking" }
  | { kind: "here"; obstacle: Obstacle };

class Shown {
  /** A measurement, a search, what is recorded, or nothing. */
  readonly kind = $derived.by<"measured" | "searched" | "recorded" | "nothing">(() => {
    if (this.answers(chosen.id)) return searching.name === null ? "measured" : "searched";
    if (searching.name !== null) return "nothing";
    return this.finding === null ? "nothing" : "recorded";
  });

  readonly finding = $derived.by(() => recorded.of(chosen.id));

  /** What was measured or found last, where it is of something else. */
  readonly last = $derived.by(() =>
    chosen.record !== null
      ? undefined
      : [measuring, searching].find(
          ({ result, isHere, running, subject }) =>
            result !== null && !isHere && !running && !isOfRecord(subject),
        ),
  );

  /** Whether what is shown answers the question: a record that was opened answers no other one. */
  answers(id: QuestionId): boolean {
    const search = searchOf(id);
    return search === null
      ? this.#measures(id)
      : searching.isHere && searching.result?.name === search;
  }

  #measures(id: QuestionId): boolean {
    const { result, isHere } = measuring;
    if (result === null || !isHere) return false;
    return questionFor(result.plan).id === id || answeredBy(result.plan, questionOf(id));
  }

  /** Where the figure comes from, and of how many questions. */
  readonly origin = $derived.by(() => {
    const t = preferences.words.measure;
    const { finding } = this;
    if (this.kind === "recorded" && finding !== null) {
      const as = precision.numbers.as === "fp32" ? "" : finding.model.precision;
      return t.findings.origin(finding.made, as, finding.n, chosen.source.items.length);
    }
    if (this.kind === "searched" && searching.shown !== null) {
      const { planned, made } = searching.shown;
      return `${t.made(planned.model, moment(made))} ${t.causes.inside}`;
    }
    const { result } = measuring;
    if (this.kind !== "measured" || result === null) return "";
    const off = result.plan.heads_off.map(({ layer, head }) => `${layer}.${head}`);
    const made = t.made(result.models.map(({ id }) => id).join(", "), moment(result.made));
    return off.length === 0 ? made : `${made} ${t.headsOff(off.join(", "))}`;
  });

  standingOf(id: QuestionId): Standing {
    if (this.answers(id)) {
      const run = searchOf(id) === null ? measuring : searching;
      if (run.running) return { kind: "running" };
      if (searchOf(id) !== null)
        return { kind: searching.result?.whole === true ? "measured" : "stopped" };
      if (measuring.result !== null) return this.#measured(measuring.result, id);
    }
    const finding = recorded.of(id);
    if (finding !== null) return { kind: "answer", stamp: finding.stamp, finding, record: null };
    if (chosen.lacking) return { kind: "lacking" };
    const obstacle = chosen.waiting ? null : chosen.obstacle(id);
    if (obstacle !== null) return { kind: "here", obstacle };
    return { kind: chosen.waiting || !recorded.settled ? "coming" : "unasked" };
  }

  #measured(result: Measurement, id: QuestionId): Standing {
    if (!isWhole(result)) return { kind: "stopped" };
    const part = sliceOf(result, id, chosenOf(result, id, measuring.part));
    const stamp = isWhole(part) ? stampOf(part, id) : null;
    if (stamp === null) return { kind: "measured" };
    return { kind: "answer", stamp, finding: null, record: part };
  }
}

export const shown = new Shown();
