// Which lesson is open, and the text or the numbers that its figure stands on.

import { MOST_TEXT, read, write } from "./address";
import { FIRST_SENTENCE, knownLesson, PATH } from "./lessons";
import { way } from "./lesson/way.svelte";
import { route } from "../../../../state/route.svelte";

interface Typed {
  text: string;
  held: boolean; // from a link: the model is asked when a person says so
}

class Lessons {
  lesson = $state("tokens"); // where the first steps begin
  values = $state.raw<readonly number[] | null>(null); // that a person gave the figure
  linked = $state(false); // a link from outside brought a state of the figure
  #common = $state.raw<Typed | null>(null); // goes on from lesson to lesson of those that stand on it
  #own = $state.raw<Typed | null>(null); // of a lesson with a text of its own, until one leaves it

  /** What a person typed for this lesson. One without a field for a text takes none. */
  get typed(): string | null {
    return this.#typed?.text ?? null;
  }

  get text(): string {
    return this.typed ?? knownLesson(this.lesson)?.text ?? FIRST_SENTENCE;
  }

  get held(): boolean {
    return this.#typed?.held ?? false;
  }

  /** Throws Error in a lesson whose file says neither `text` nor `field`. */
  write(text: string): void {
    this.#take({ text: text.slice(0, MOST_TEXT), held: false });
    if (this.#typed === null) throw new Error(`${this.lesson} has no text to be typed over.`);
  }

  /** The model may be asked about a text that a link brought. */
  release(): void {
    if (this.#typed !== null) this.#take({ ...this.#typed, held: false });
  }

  adopt(query: URLSearchParams, chosen = false): void {
    const { lesson = this.lesson, text = null, values = null } = read(query);
    if (lesson !== this.lesson) this.#own = null;
    this.lesson = lesson;
    const beside = !PATH.some((topic) => "id" in topic && topic.id === lesson);
    if (beside || (!chosen && query.has("lesson"))) way.byPath = false;
    this.values = values;
    if (text !== null && text !== this.text) this.#take({ text, held: !chosen });
    this.linked = !chosen && (values !== null || (text !== null && this.typed !== null));
  }

  toQuery(): URLSearchParams {
    return write({ lesson: this.lesson, text: this.typed, values: this.values });
  }

  get #typed(): Typed | null {
    return knownLesson(this.lesson)?.field === "common" ? this.#common : this.#own;
  }

  #take(typed: Typed): void {
    const { field, text } = knownLesson(this.lesson) ?? {};
    if (field === "common") this.#common = typed;
    else if (field === "own" || text !== undefined) this.#own = typed;
  }
}

export const lessons = new Lessons();
route.serve("lessons", lessons);
