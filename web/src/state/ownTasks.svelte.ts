// Tasks of a person's own, kept in this browser so that another task can be opened meanwhile: the
// newest first, each as its address says it.

import { read } from "../core/address/compare";
import { draft } from "./draft.svelte";
import { keep, stored } from "./stored";

const KEY = "shotglass.ownTasks";
const MOST = 8;

export interface OwnTask {
  name: string; // its question
  query: string;
}

class OwnTasks {
  #all = $state.raw<readonly OwnTask[]>(fromBrowser());
  #open = $state.raw<OwnTask | null>(null); // the one that is being edited

  /** Those that can be opened instead of what is open. */
  readonly others = $derived(this.#all.filter((task) => task !== this.#open));

  /** Keeps what is open as it stands, where it is a task of one's own and something is written. */
  note(): void {
    const task = { name: draft.prompt.query.input.trim(), query: draft.toQuery().toString() };
    const strange = draft.fromLink && !this.#all.some(({ query }) => query === task.query);
    if (draft.task !== null || draft.untouched || strange) {
      this.#open = null;
      return;
    }
    const others = this.#all.filter((own) => own !== this.#open && own.query !== task.query);
    this.#open = task;
    this.#all = [task, ...others].slice(0, MOST);
    keep(KEY, JSON.stringify(this.#all));
  }

  open(task: OwnTask): void {
    draft.adopt(read(new URLSearchParams(task.query)));
    draft.fromLink = false;
    this.#open = task;
  }
}

function fromBrowser(): OwnTask[] {
  try {
    const value: unknown = JSON.parse(stored(KEY) ?? "[]");
    return Array.isArray(value) ? value.filter(isTask).slice(0, MOST) : [];
  } catch {
    return []; // another program wrote it
  }
}

function isTask(value: unknown): value is OwnTask {
  if (typeof value !== "object" || value === null) return false;
  const { name, query } = value as Partial<OwnTask>;
  if (typeof name !== "string" || typeof query !== "string") return false;
  try {
    return read(new URLSearchParams(query)).prompt !== undefined;
  } catch {
    return false;
  }
}

export const ownTasks = new OwnTasks();
