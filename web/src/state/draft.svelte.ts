// What a person is editing: the task, its examples, how many are shown, the sampling settings.

import { write, type CompareState } from "../lib/address/compare";
import { editShot, MOST_SHOTS, removeShot, shotsOf, withShots } from "../lib/editing";
import { asked, entryOf, isOwn, switchedSet, type Entry } from "../lib/gallery";
import {
  checkPrompt,
  checkReasoning,
  parseTemplate,
  PromptError,
  type Lane,
  type Prompt,
  type Shot,
} from "../lib/prompting";
import { checkAsked } from "../lib/asked";
import first from "../lib/opening.json";
import { ALL_LANES, type LaneId } from "../lib/readings";
import { REASONING, reasoningSettings, type ReasoningAsked } from "../lib/reasoning";
import { DEFAULTS } from "../lib/settings";
import type { Settings } from "../lib/api";
import { items } from "./items.svelte";

const FIRST_K = first.few;

/** The whole of a draft, to come back to. */
export interface DraftState {
  task: string | null;
  prompt: Prompt;
  set: string;
  k: number;
  one: number;
  settings: Settings;
  reasoning: ReasoningAsked;
}

class Draft {
  task = $state<string | null>(null);
  prompt = $state.raw<Prompt>(opening().prompt);
  set = $state("");
  k = $state(FIRST_K);
  one = $state(0); // the example of the one-shot lane, from 0
  settings = $state.raw<Settings>(DEFAULTS);
  reasoning = $state.raw<ReasoningAsked>(REASONING);

  constructor() {
    this.open(opening());
  }

  get entry(): Entry | undefined {
    const entry = entryOf(this.task ?? undefined);
    return entry && { ...entry, items: items.of(entry.id) };
  }

  get shots(): readonly Shot[] {
    return shotsOf(this.prompt, this.set);
  }

  get sets(): string[] {
    return Object.keys(this.prompt.shot_sets);
  }

  /** How many examples the few-shot lane can show at most. */
  get most(): number {
    return Math.min(this.shots.length, MOST_SHOTS);
  }

  get own(): boolean {
    return this.entry !== undefined && isOwn(this.entry, this.prompt, this.set);
  }

  /** What is wrong with the prompt and where, before anything is sent. */
  get fault(): PromptError | null {
    try {
      checkPrompt(this.prompt);
      checkAsked(this.prompt);
      if (this.lanes.includes("reason")) checkReasoning(this.prompt, this.lane("reason"));
      return null;
    } catch (error) {
      if (error instanceof PromptError) return error;
      throw error;
    }
  }

  /** Whether the template shows where a reasoning stands and what ends it. */
  get reasons(): boolean {
    try {
      return parseTemplate(this.prompt.template).delimiter !== "";
    } catch {
      return false; // the template has a fault, which is told beside it
    }
  }

  /** The lanes that are compared. */
  get lanes(): LaneId[] {
    return ALL_LANES.filter((id) => id !== "reason" || (this.reasoning.on && this.reasons));
  }

  settingsOf(id: LaneId): Settings {
    return id === "reason" ? reasoningSettings(this.settings, this.reasoning) : this.settings;
  }

  lane(id: LaneId): Lane {
    const shots =
      id === "zero"
        ? []
        : id === "one"
          ? [this.one]
          : [...Array(Math.min(this.k, this.most)).keys()];
    const known = shots.filter((shot) => shot < this.most);
    const lane = { id, shot_set: known.length === 0 ? null : this.set, shots: known };
    return id === "reason" ? { ...lane, reasoning: true } : lane;
  }

  open(entry: Entry): void {
    const set = Object.keys(entry.prompt.shot_sets)[0] ?? "";
    this.task = entry.id;
    this.set = set;
    this.prompt = asked(entry, entry.queries[0]?.input ?? "", set);
    this.one = 0;
    this.k = Math.min(this.k, this.most);
  }

  reset(): void {
    if (this.entry !== undefined) this.open(this.entry);
  }

  ask(input: string): void {
    if (this.entry === undefined) return;
    const { query, labels } = asked(this.entry, input, this.set);
    this.prompt = { ...this.prompt, query, labels };
  }

  switchSet(set: string): void {
    this.prompt = switchedSet(this.entry, this.prompt, this.set, set);
    this.set = set;
    this.#bound();
  }

  editShot(at: number, edit: Partial<Shot>): void {
    this.prompt = editShot(this.prompt, this.set, at, edit);
  }

  deleteShot(at: number): void {
    this.prompt = removeShot(this.prompt, this.set, at);
    this.#bound();
  }

  replaceShots(shots: readonly Shot[]): void {
    this.prompt = withShots(this.prompt, this.set, shots);
    this.#bound();
  }

  /** A task of a person's own, from a file. */
  take(prompt: Prompt): void {
    this.task = null;
    this.prompt = prompt;
    this.set = this.sets[0] ?? "";
    this.one = 0;
    this.#bound();
  }

  get state(): DraftState {
    const { task, prompt, set, k, one, settings, reasoning } = this;
    return { task, prompt, set, k, one, settings, reasoning };
  }

  restore(state: DraftState): void {
    Object.assign(this, state);
  }

  /** What is shown exists. */
  #bound(): void {
    this.k = Math.min(this.k, this.most);
    this.one = Math.min(this.one, Math.max(0, this.most - 1));
  }

  toQuery(): URLSearchParams {
    const state: CompareState = { set: this.set, k: this.k, one: this.one };
    if (this.task !== null) state.task = this.task;
    const { input } = this.prompt.query;
    const named = this.entry?.queries.some((query) => query.input === input) === true;
    if (this.own && named) state.ask = input;
    else state.prompt = this.prompt;
    if (this.settings !== DEFAULTS) state.settings = this.settings;
    if (this.lanes.includes("reason")) state.reasoning = this.reasoning;
    return write(state);
  }

  /** Takes a state over as far as it names things there are; runs nothing. */
  adopt(state: CompareState): void {
    const entry = entryOf(state.task) ?? (state.prompt === undefined ? opening() : undefined);
    if (entry !== undefined) this.open(entry);
    else this.task = null;
    if (state.prompt !== undefined) this.prompt = state.prompt;
    const set = this.sets.find((name) => name === state.set) ?? this.sets[0] ?? "";
    if (state.prompt === undefined && entry !== undefined) {
      const known = entry.queries.find((query) => query.input === state.ask) ?? entry.queries[0];
      this.prompt = asked(entry, known?.input ?? "", set);
    }
    this.set = set;
    this.k = Math.min(state.k ?? FIRST_K, this.most);
    this.one = Math.min(state.one ?? 0, Math.max(0, this.most - 1));
    this.settings = state.settings ?? DEFAULTS;
    this.reasoning = state.reasoning ? { on: true, ...state.reasoning } : REASONING;
  }
}

function opening(): Entry {
  const entry = entryOf(first.task);
  if (entry === undefined) throw new Error(`There is no task ${first.task}.`);
  return entry;
}

export const draft = new Draft();
