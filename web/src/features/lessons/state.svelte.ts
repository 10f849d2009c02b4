// Which lesson is open, and the text or the numbers that its figure stands on.

import { MOST_TEXT, read, write } from "./address";
import { FIRST_SENTENCE, lessonOf } from "./lessons";
import { route } from "../../state/route.svelte";

class Lessons {
  lesson = $state("shots"); // where the first steps begin
  typed = $state<string | null>(null); // it goes on from lesson to lesson
  values = $state.raw<readonly number[] | null>(null); // that a person gave the figure
  held = $state(false); // from a link: the model is asked when a person says so

  get text(): string {
    return this.typed ?? lessonOf(this.lesson).text ?? FIRST_SENTENCE;
  }

  write(text: string): void {
    this.typed = text.slice(0, MOST_TEXT);
    this.held = false;
  }

  adopt(query: URLSearchParams): void {
    const { lesson, text, values } = read(query);
    this.lesson = lesson ?? this.lesson;
    this.values = values ?? null;
    if (text === undefined || text === this.text) return;
    this.typed = text;
    this.held = true;
  }

  toQuery(): URLSearchParams {
    return write({ lesson: this.lesson, text: this.typed, values: this.values });
  }
}

export const lessons = new Lessons();
route.serve("lessons", lessons);
