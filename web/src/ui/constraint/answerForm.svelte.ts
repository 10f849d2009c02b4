// What a person wants an answer held to, and whether that can be used: the server says so, where it
// compiles it.

import { ApiError, isAbort, type Of } from "../../core/api/api";
import type { Problem } from "../../core/api/events";
import { syntaxFault, type Constraint, type ConstraintKind } from "../../core/decoding/constraint";
import { allowed } from "../../state/asking";
import { place } from "../../state/place.svelte";

/** What stands there first; lengths are bounded, since a small model often ends no text by itself. */
export const EXAMPLES: Readonly<Record<ConstraintKind, string>> = {
  json_schema: `{
  "type": "object",
  "properties": {
    "label": { "enum": ["good", "bad"] },
    "reason": { "type": "string", "maxLength": 40 }
  },
  "required": ["label", "reason"],
  "additionalProperties": false
}`,
  regex: "(yes|no), because [a-z ]{1,40}\\.",
};

export class AnswerForm {
  kind = $state<ConstraintKind | null>(null);
  prefix = $state(""); // the part of the answer that a link's text ends with
  fault = $state.raw<Problem | null>(null); // of what was checked last
  #sources = $state.raw(EXAMPLES); // of both kinds, so that nothing is lost by a change

  readonly constraint = $derived.by<Constraint | null>(() => {
    const { kind, source, prefix } = this;
    if (kind === null || source.trim() === "") return null;
    return prefix === "" ? { kind, source } : { kind, source, prefix };
  });

  get source(): string {
    return this.kind === null ? "" : this.#sources[this.kind];
  }

  /** Why a schema is not even JSON. */
  readonly syntax = $derived(this.kind === "json_schema" ? syntaxFault(this.source) : null);

  /** The engine in the browser knows no grammars. */
  get elsewhere(): boolean {
    return this.constraint !== null && place.where === "browser";
  }

  /** Whether a model can be asked. */
  get able(): boolean {
    return (
      this.constraint === null || (this.fault === null && this.syntax === null && !this.elsewhere)
    );
  }

  choose(kind: ConstraintKind | null): void {
    [this.kind, this.fault] = [kind, null];
  }

  write(source: string): void {
    if (this.kind !== null) this.#sources = { ...this.#sources, [this.kind]: source };
  }

  adopt(constraint: Constraint | null): void {
    this.choose(constraint?.kind ?? null);
    this.prefix = constraint?.prefix ?? "";
    if (constraint !== null) this.write(constraint.source);
  }

  /** Has the server compile it, as it would for an answer. */
  async check(of: Of, signal: AbortSignal): Promise<void> {
    const { kind, source, constraint } = this;
    if (kind === null || constraint === null || this.syntax !== null || this.elsewhere) {
      this.fault = null;
      return;
    }
    try {
      await allowed(of, { kind, source }, signal);
      if (!signal.aborted) this.fault = null;
    } catch (error) {
      if (isAbort(error) || signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      this.fault = error.problem;
    }
  }
}
