// Which lesson is open, and the text or the numbers that its figure stands on.

import { FIRST_SENTENCE, MOST_TEXT, read, write } from "./address";
import { LESSONS } from "./lessons";
import { route } from "../../state/route.svelte";

class Lessons {
  lesson = $state(LESSONS[0]?.id ?? "");
  text = $state(FIRST_SENTENCE);
  values = $state.raw<readonly number[] | null>(null); // that a person gave the figure
  held = $state(false); // from a link: the model is asked when a person says so

  write(text: string): void {
    this.text = text.slice(0, MOST_TEXT);
    this.held = false;
  }

  adopt(query: URLSearchParams): void {
    const { lesson, text, values } = read(query);
    this.lesson = lesson ?? this.lesson;
    this.values = values ?? null;
    if (text === undefined || text === this.text) return;
    this.text = text;
    this.held = true;
  }

  toQuery(): URLSearchParams {
    return write({ lesson: this.lesson, text: this.text, values: this.values });
  }
}

export const lessons = new Lessons();
route.serve("lessons", lessons);
