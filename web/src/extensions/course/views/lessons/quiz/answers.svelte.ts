// What was answered to the lessons' questions, past in this browser, and whether one is asked first.

import { lessonOf } from "../lessons";
import { isOwn } from "../own/own.svelte";
import { keep, stored } from "../../../../../state/stored";

const ANSWERS = "shotglass.quiz";
const FIRST = "shotglass.guess";

/** `choice`: its place; null where the answer was only shown. */
export interface Answer {
  choice: number | null;
  right: boolean;
}

class Answers {
  #made = $state.raw<Readonly<Record<string, Answer>>>(read());
  #first = $state(stored(FIRST) !== "no");

  of(id: string): Answer | undefined {
    return this.#made[id];
  }

  make(id: string, choice: number | null, right: boolean): void {
    this.#made = { ...this.#made, [id]: { choice, right } };
    keep(ANSWERS, JSON.stringify(this.#made));
  }

  /** Whether a lesson asks before its figure shows the answer. */
  get first(): boolean {
    return this.#first;
  }

  set first(on: boolean) {
    this.#first = on;
    keep(FIRST, on ? null : "no");
  }

  /** Of the page's own lessons. */
  get tally(): { answered: number; right: number } {
    const answers = Object.entries(this.#made).filter(
      ([id, { choice }]) => choice !== null && !isOwn(id),
    );
    return { answered: answers.length, right: answers.filter(([, { right }]) => right).length };
  }
}

/** What is kept of lessons that there still are; nothing where it is none of this page. */
function read(): Record<string, Answer> {
  try {
    const past = JSON.parse(stored(ANSWERS) ?? "{}") as Record<string, Partial<Answer>>;
    const known = Object.entries(past).flatMap(([id, { choice, right }]): [string, Answer][] =>
      choice === undefined || right === undefined
        ? []
        : [[isOwn(id) ? id : lessonOf(id).id, { choice, right }]],
    );
    return Object.fromEntries(known);
  } catch {
    return {};
  }
}

export const answers = new Answers();
