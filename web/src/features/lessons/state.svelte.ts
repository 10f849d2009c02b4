// Which lesson is open, and the text that its figure stands on.

import { FIRST_SENTENCE, MOST_TEXT, read, write } from "./address";
import { LESSONS } from "./lessons";
import { route } from "../../state/route.svelte";

class Lessons {
  lesson = $state(LESSONS[0]?.id ?? "");
  text = $state(FIRST_SENTENCE);
  held = $state(false); // from a link: the model is asked when a person says so

  write(text: string): void {
    this.text = text.slice(0, MOST_TEXT);
    this.held = false;
  }

  adopt(query: URLSearchParams): void {
    const { lesson, text } = read(query);
    this.lesson = lesson ?? this.lesson;
    if (text === undefined || text === this.text) return;
    this.text = text;
    this.held = true;
  }

  toQuery(): URLSearchParams {
    return write({ lesson: this.lesson, text: this.text });
  }
}

export const lessons = new Lessons();
route.serve("lessons", lessons);
