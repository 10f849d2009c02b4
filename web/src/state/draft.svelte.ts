// What a person is editing: the task, its examples, how many are shown, the sampling settings.

import { lookup } from "../core/lookup";
import { stateOf, write, type CompareState, type DraftState } from "../core/address/compare";
import { isPinned, report, withRows, type RowsReport } from "../core/gallery/axisRows";
import {
  editLabels,
  editShot,
  MOST_SHOTS,
  moveShot,
  removeShot,
  shotsOf,
  withShots,
  withTemplate,
  blankPrompt,
} from "../core/prompting/editing";
import {
  openingEntry,
  promptFor,
  isOwn,
  knownQuery,
  switchedSet,
  type Entry,
} from "../core/gallery/gallery";
import {
  showsReasoning,
  type PromptError,
  type Lane,
  type Prompt,
  type Query,
  type Shot,
} from "../core/prompting/render";
import { faultOf } from "../core/prompting/parts";
import first from "../gallery/opening.json";
import { ALL_LANES, type LaneId } from "../core/statistics/readings";
import {
  ownTruth,
  relabelling,
  truthOf,
  type Truth,
  type Truths,
} from "../core/prompting/relabelling";
import {
  REASONING,
  reasoningSettings,
  type ReasoningChoice,
  DEFAULTS,
} from "../core/decoding/settings";
import type { Settings } from "../core/api/api";
import { OWN } from "./content/content.svelte";
import { entryOf } from "./content/entries";
import { items } from "./items.svelte";

const FIRST_K = first.few;

class Draft {
  task = $state<string | null>(null);
  #prompt = $state.raw<Prompt>(openingEntry().prompt);
  set = $state("");
  k = $state(FIRST_K);
  oneShot = $state(0); // the example of the one-shot lane, from 0
  settings = $state.raw<Settings>(DEFAULTS);
  reasoning = $state.raw<ReasoningChoice>(REASONING);
  pinned = $state(false); // the rows of the axis are a person's choice and follow nothing
  fromLink = $state(false); // it came with an address or a file and runs only when asked to
  truths = $state.raw<Truths>({}); // the examples' answers before their labels were moved
  absent = $state.raw<CompareState | null>(null); // of an address whose task is not here, or not yet
  absentSet = $state<string | null>(null); // a set of examples that the address names and the task lacks

  constructor() {
    this.open(openingEntry());
  }

  get entry(): Entry | undefined {
    const entry = entryOf(this.task ?? undefined);
    return entry && { ...entry, items: items.of(entry.id) };
  }

  get prompt(): Prompt {
    return this.#prompt;
  }

  /** The rows of the axis follow what was edited, unless they are pinned. */
  set prompt(prompt: Prompt) {
    this.absent = null;
    this.#prompt = this.pinned ? prompt : withRows(this.entry, prompt, this.set);
  }

  /** Who chose the rows of the axis, and what has none. */
  get rows(): RowsReport {
    return report(this.entry, this.prompt, this.set, this.pinned);
  }

  /** Whether there is a question; without one nothing runs. */
  get asks(): boolean {
    return this.prompt.query.input.trim() !== "";
  }

  /** A task of one's own in which nothing is written yet: nothing in it is wrong. */
  get untouched(): boolean {
    const { input, expected } = this.prompt.query;
    return this.task === null && this.most === 0 && input === "" && expected === undefined;
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
    return faultOf(this.prompt, this.lanes.includes("reason") ? this.lane("reason") : null);
  }

  /** Whether the template shows where a reasoning stands and what ends it. */
  get reasons(): boolean {
    return showsReasoning(this.prompt.template);
  }

  /** The lanes that are compared. */
  get lanes(): LaneId[] {
    return ALL_LANES.filter((id) => id !== "reason" || (this.reasoning.on && this.reasons));
  }

  settingsOf(id: LaneId): Settings {
    return id === "reason" ? reasoningSettings(this.settings, this.reasoning) : this.settings;
  }

  /** What a lane shows; the few-shot lane `k` examples. */
  lane(id: LaneId, k = this.k): Lane {
    const few = [...Array(Math.min(k, this.most)).keys()];
    const shots = id === "zero" ? [] : id === "one" ? [this.oneShot] : few;
    const known = shots.filter((shot) => shot < this.most);
    const lane = { id, shot_set: known.length === 0 ? null : this.set, shots: known };
    return id === "reason" ? { ...lane, reasoning: true } : lane;
  }

  open(entry: Entry): void {
    if (this.most === 0) this.k = FIRST_K; // none was shown since there was none
    this.#begin(entry.id, Object.keys(entry.prompt.shot_sets)[0] ?? "");
    this.prompt = promptFor(entry, entry.queries[0]?.input ?? "", this.set);
    this.k = Math.min(this.k, this.most);
  }

  /** A task of a person's own, from nothing. */
  blank(): void {
    this.take(blankPrompt());
  }

  reset(): void {
    if (this.entry !== undefined) this.open(this.entry);
  }

  ask(input: string): void {
    const query = this.#knownQuery(input);
    if (query !== null) this.prompt = { ...this.#prompt, query };
  }

  /** What is typed as the question: one of the task's brings its expected answer along, and an answer
   * that the task expects of another question goes. One that a person wrote stays. */
  typeQuestion(input: string): void {
    const { query } = this.#prompt;
    const isOwn = query.expected !== this.#knownQuery(query.input)?.expected;
    const other = this.#knownQuery(input) ?? { input };
    this.prompt = { ...this.#prompt, query: isOwn ? { ...query, input } : other };
  }

  /** The question of the task in use, with its answer in the template in use; null for another one. */
  #knownQuery(input: string): Query | null {
    const { entry, set } = this;
    if (entry === undefined || knownQuery(entry, input) === undefined) return null;
    return withTemplate(promptFor(entry, input, set), this.#prompt.template).query;
  }

  switchSet(set: string): void {
    const prompt = switchedSet(this.entry, this.prompt, this.set, set);
    this.set = set;
    this.absentSet = null;
    this.prompt = prompt;
    this.#bound();
  }

  editShot(at: number, edit: Partial<Shot>): void {
    this.prompt = editShot(this.prompt, this.set, at, edit);
  }

  deleteShot(at: number): void {
    this.prompt = removeShot(this.prompt, this.set, at);
    this.#bound();
  }

  moveShot(from: number, to: number): void {
    this.prompt = moveShot(this.prompt, this.set, from, to);
  }

  /** Where all examples were shown, those that are added are shown too. */
  replaceShots(shots: readonly Shot[]): void {
    const all = this.k === this.most;
    this.prompt = withShots(this.prompt, this.set, shots);
    if (all) this.k = this.most;
    this.#bound();
  }

  /** The same examples with their answers moved, of which is remembered which were true. */
  relabel(shots: readonly Shot[]): void {
    const known = this.truthOf(this.set);
    if (relabelling(this.shots, known, [...this.shots.keys()]) === null) {
      const others = ownTruth(this.shots, this.#tasksShots(this.set));
      if (Object.keys(others).length > 0) this.truths = { ...this.truths, [this.set]: others };
    }
    this.replaceShots(shots);
  }

  /** The true answers of a set's examples: as the task has them, or as they were before a move. */
  truthOf(set: string): Truth {
    return { ...truthOf(this.#tasksShots(set)), ...lookup(this.truths, set) };
  }

  #tasksShots(set: string): readonly Shot[] {
    return this.entry === undefined ? [] : shotsOf(this.entry.prompt, set);
  }

  /** Rows of one's own, one a line. */
  pinRows(lines: string): void {
    this.pinned = true;
    this.prompt = editLabels(this.prompt, lines);
  }

  followRows(): void {
    this.pinned = false;
    this.prompt = { ...this.prompt, labels: [] };
  }

  /** A task of a person's own, from a file. */
  take(prompt: Prompt): void {
    const set = Object.keys(prompt.shot_sets)[0] ?? "";
    this.#begin(null, set);
    this.pinned = isPinned(undefined, prompt, set);
    this.prompt = prompt;
    this.#bound();
  }

  #begin(task: string | null, set: string): void {
    this.task = task;
    this.set = set;
    this.absentSet = null;
    this.oneShot = 0;
    this.pinned = false;
    this.truths = {};
  }

  get state(): DraftState {
    const { task, prompt, set, k, oneShot, settings, reasoning, pinned, truths } = this;
    return { task, prompt, set, k, oneShot, settings, reasoning, pinned, truths };
  }

  restore({ prompt, ...state }: DraftState): void {
    Object.assign(this, state);
    [this.absent, this.absentSet] = [null, null];
    this.#prompt = prompt;
  }

  /** What is shown exists. */
  #bound(): void {
    this.k = Math.min(this.k, this.most);
    this.oneShot = Math.min(this.oneShot, Math.max(0, this.most - 1));
  }

  /** A task of the folder that an address named before the folder was there, or that stands open as
   * one of one's own. */
  recognise(entries: readonly Entry[]): void {
    if (this.absent !== null) this.adopt(this.absent);
    if (this.task !== null || this.absent !== null) return;
    this.task = entries.find((entry) => isOwn(entry, this.prompt, this.set))?.id ?? null;
  }

  /** Another reader of a link may not have the folder: its tasks stand there whole. */
  toQuery(): URLSearchParams {
    if (this.absent !== null) return write(this.absent);
    const { input } = this.prompt.query;
    const isBuiltIn = this.task?.startsWith(OWN) !== true;
    const named =
      isBuiltIn && this.own && this.entry?.queries.some((query) => query.input === input) === true;
    return write(stateOf(this.state, { named, reasons: this.lanes.includes("reason") }));
  }

  /** Takes a state over as far as it names things there are; runs nothing. A task that is not here is
   * waited for, and no other one stands in its place. */
  adopt(state: CompareState): void {
    const names = state.task !== undefined || state.prompt !== undefined;
    const entry = names ? entryOf(state.task) : openingEntry();
    const { shot_sets } = state.prompt ?? entry?.prompt ?? { shot_sets: {} };
    const sets = Object.keys(shot_sets);
    this.#begin(entry?.id ?? null, sets.find((name) => name === state.set) ?? sets[0] ?? "");
    if (sets.length > 0 && state.set !== undefined && this.set !== state.set)
      this.absentSet = state.set;
    if (state.prompt !== undefined) this.#adoptPrompt(state.prompt, state.pinned === true);
    else if (entry !== undefined) this.prompt = promptAsking(entry, state.ask, this.set);
    else {
      this.prompt = blankPrompt();
      this.absent = state;
    }
    this.truths = state.truths ?? {};
    this.k = Math.min(state.k ?? FIRST_K, this.most);
    this.oneShot = Math.min(state.oneShot ?? 0, Math.max(0, this.most - 1));
    this.settings = state.settings ?? DEFAULTS;
    this.reasoning = state.reasoning ? { on: true, ...state.reasoning } : REASONING;
  }

  /** Rows that follow nothing are someone's choice; a question of the task's items brings its own. */
  #adoptPrompt(prompt: Prompt, pinned: boolean): void {
    this.pinned = pinned || isPinned(this.entry, prompt, this.set);
    this.prompt = prompt;
    const { entry } = this;
    if (pinned || !this.pinned || entry === undefined) return;
    if (knownQuery(entry, prompt.query.input) !== undefined) return;
    const read = this.#prompt;
    void items.load(entry.id).then(
      () => {
        if (this.#prompt === read) this.pinned = isPinned(this.entry, read, this.set);
      },
      () => undefined, // without the items the rows stay as they came
    );
  }
}

/** A question that is none of the task's is one's own. */
function promptAsking(entry: Entry, input: string | undefined, set: string): Prompt {
  if (input === undefined) return promptFor(entry, entry.queries[0]?.input ?? "", set);
  const isKnown = input === entry.prompt.query.input || knownQuery(entry, input) !== undefined;
  const prompt = promptFor(entry, input, set);
  return isKnown ? prompt : { ...prompt, query: { input } };
}

export const draft = new Draft();
