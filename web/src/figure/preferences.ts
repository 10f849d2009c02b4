// What the page's drawings ask of its preferences, within a figure: the words of its language, as far
// as they are drawn. Figures of one page may speak different languages.

import { getContext } from "svelte";
import { MediaQuery } from "svelte/reactivity";
import type { Words } from "../words";
import type { FigureWords } from "./words.en";

export const CONTEXT = "words";

const dark = new MediaQuery("prefers-color-scheme: dark");

export const preferences = {
  get words(): Words & FigureWords {
    return getContext(CONTEXT);
  },
  get theme(): string {
    return dark.current ? "dark" : "light";
  },
};
