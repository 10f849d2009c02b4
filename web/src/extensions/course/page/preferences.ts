// What a lesson asks of the page's preferences, within a page by itself: the words of its language, as
// far as lessons have them.

import { MediaQuery } from "svelte/reactivity";
import type { Language, Words } from "../../../words";
import { en } from "./words.en";
import { zh } from "./words.zh";

export const language: Language = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
export const words = { en, zh }[language];

const dark = new MediaQuery("prefers-color-scheme: dark");
const phone = new MediaQuery("max-width: 640px");
const wide = new MediaQuery("min-width: 1000px");

export const preferences = {
  words: words as typeof words & Words,
  language,
  embedded: false,
  presenting: false,
  get theme(): string {
    return dark.current ? "dark" : "light";
  },
};

export const screen = {
  get phone(): boolean {
    return phone.current;
  },
  get wide(): boolean {
    return wide.current;
  },
};
