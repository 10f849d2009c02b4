// The second column: another model, prompt or other settings beside the first, the seed locked to the
// first's unless it is unlocked, and the token at which both are compared.

import { ApiError, type ModelSummary, type Settings } from "../../../core/api/api";
import type { Problem } from "../../../core/api/events";
import { FIELDS } from "../../../core/decoding/settings";
import { joint, type JointVocabulary } from "../../../core/text/jointVocabulary";
import { server } from "../../../state/server.svelte";
import { vocabulary } from "../../../state/asking";
import { Column } from "../writing/column.svelte";
import type { Sample } from "../writing/sample.svelte";
import { SAME, type BesideState, type Compared, type TokenPlace } from "./address";
import { parting, type Parting } from "./parting";

export class Beside {
  open = $state(false);
  model = $state<string | null>(null); // an id; null: the first column's
  text = $state<string | null>(null); // null: the first column's
  own = $state.raw<Partial<Settings>>({});
  unlocked = $state(false); // the seed
  place = $state.raw<TokenPlace | null>(null);
  compared = $state<Compared | null>(null);
  vocabulary = $state.raw<JointVocabulary | null>(null); // of the two models that wrote last
  problem = $state.raw<Problem | null>(null); // why there is none
  readonly column = new Column();
  #texts: Readonly<Record<string, string[]>> = {}; // vocabularies by model

  constructor(readonly first: Column) {}

  /** Where each pair of samples parts, by the number of the sample. */
  readonly partings = $derived<readonly (Parting | null)[]>(this.#partings());

  /** What was clicked, else the first place where two samples part; null where there is none. */
  readonly shown = $derived<TokenPlace | null>(this.#shown());

  settingsOver(settings: Settings): Settings {
    return { ...settings, ...this.own };
  }

  /** Null where the model is not on this server any more. */
  modelOver(model: ModelSummary | null): ModelSummary | null {
    if (this.model === null) return model;
    return server.models.find(({ id }) => id === this.model) ?? null;
  }

  /** Whether its tokens, or how many may be written, can be others than the first column's. */
  isCounted(inChat: boolean): boolean {
    const text = this.text !== null && !inChat;
    return text || this.model !== null || this.own.max_tokens !== undefined;
  }

  /** Settings that are the first column's again go with it from now on. */
  choose(settings: Settings, first: Settings): void {
    const differs = (field: keyof Settings) =>
      field === "seed" ? this.unlocked : settings[field] !== first[field];
    this.own = Object.fromEntries(FIELDS.filter(differs).map((field) => [field, settings[field]]));
  }

  lock(locked: boolean, seed: number): void {
    this.unlocked = !locked;
    const own = { ...this.own, seed };
    if (locked) delete (own as Partial<Settings>).seed;
    this.own = own;
  }

  close(): void {
    this.column.clear();
    this.adopt(null);
  }

  adopt(state: BesideState | null): void {
    const { model, text, settings, place, compared } = state ?? SAME;
    this.open = state !== null;
    [this.model, this.text, this.own] = [model, text, settings];
    this.unlocked = settings.seed !== undefined;
    [this.place, this.compared] = [place, compared];
  }

  toState(): BesideState | null {
    if (!this.open) return null;
    const { model, text, own: settings, place, compared } = this;
    return { model, text, settings, place, compared };
  }

  /** Fetches what both columns' tokens have in common; the same again where it is known. */
  async meet(signal: AbortSignal): Promise<void> {
    const ids = [this.first.made?.of.model, this.column.made?.of.model];
    const [item, other] = ids;
    this.vocabulary = null;
    if (item === undefined || other === undefined) return;
    try {
      const first = await this.#textsOf(item, signal);
      const second = await this.#textsOf(other, signal);
      if (!signal.aborted) [this.vocabulary, this.problem] = [joint(first, second), null];
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      this.problem = error.problem;
    }
  }

  /** Whether two samples are written to their end and have the same text. */
  isSame(sample: number): boolean {
    const pair = [this.first.samples[sample], this.column.samples[sample]];
    const over = pair.every((item) => item?.running === false);
    return over && this.vocabulary !== null && this.partings[sample] === null;
  }

  sampleAt({ column, sample }: TokenPlace): Sample | undefined {
    return (column === 0 ? this.first : this.column).samples[sample];
  }

  async #textsOf(id: string, signal: AbortSignal): Promise<string[]> {
    const texts = this.#texts[id] ?? (await vocabulary(id, signal));
    this.#texts = { ...this.#texts, [id]: texts };
    return texts;
  }

  #partings(): (Parting | null)[] {
    const { vocabulary } = this;
    if (vocabulary === null) return [];
    const by = vocabulary.whole ? "token" : "character";
    return this.first.samples.map((item, i) => {
      const other = this.column.samples[i];
      if (other === undefined) return null;
      return parting(item.parts, other.parts, by, !item.running && !other.running);
    });
  }

  #shown(): TokenPlace | null {
    const { place } = this;
    if (place !== null && this.sampleAt(place)?.parts[place.at]?.kind === "token") return place;
    for (const [sample, result] of this.partings.entries()) {
      for (const [column, at] of (result?.places ?? []).entries()) {
        const request = at === null ? null : { column, sample, at };
        if (request !== null && this.sampleAt(request)?.parts[request.at]?.kind === "token") {
          return request;
        }
      }
    }
    return null;
  }
}
