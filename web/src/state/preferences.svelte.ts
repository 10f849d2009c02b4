// What a person prefers, whatever the run: colours, language, presenting. Kept in the browser;
// `?lang=zh`, `?theme=dark` and `?stage=1` in the page's address win over what is kept.

import { fallback, LANGUAGES, wordsOf, type Language, type Words } from "../words";
import { problemCode, type Problem } from "../core/api/events";
import { MediaQuery } from "svelte/reactivity";
import { keep, stored } from "./stored";
import { content } from "./content/content.svelte";
import { search } from "./search.svelte";

type Theme = "light" | "dark";
const THEME = "shotglass.theme";
const LANGUAGE = "shotglass.language";
const DETAILS = "shotglass.details";

class Preferences {
  #words = $state.raw<Words>(fallback);
  language = $state<Language>("en");
  readonly words = $derived(content.named(this.#words, this.language));
  #chosen = $state<Theme | null>(themeOf(parameter("theme") ?? stored(THEME)));
  #system = $state<Theme>(systemTheme());
  #details = $state(stored(DETAILS) !== null);

  /** Fetches the words; call once before the page is shown. */
  async open(): Promise<void> {
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.#system = systemTheme();
    });
    this.#apply();
    await this.#speak(languageOf(parameter("lang") ?? stored(LANGUAGE) ?? navigator.language));
  }

  get theme(): Theme {
    return this.#chosen ?? this.#system;
  }

  /** The other theme; choosing what the system has anyway is no choice to be kept. */
  toggleTheme(): void {
    const next = this.theme === "dark" ? "light" : "dark";
    this.#chosen = next === this.#system ? null : next;
    this.#apply();
    keep(THEME, this.#chosen);
  }

  /** Whether views show all that they know; what a newcomer needs stands there anyway. */
  get details(): boolean {
    return this.#details;
  }

  set details(open: boolean) {
    this.#details = open;
    keep(DETAILS, open ? "open" : null);
  }

  get presenting(): boolean {
    return search.get("stage") === "1";
  }

  /** Whether the page stands in a frame of another page: a view's figure, nothing around it. */
  get embedded(): boolean {
    return search.get("embed") === "1";
  }

  setPresenting(on: boolean): void {
    search.set("stage", on ? "1" : null);
  }

  async choose(language: Language): Promise<void> {
    keep(LANGUAGE, language);
    await this.#speak(language);
  }

  async #speak(language: Language): Promise<void> {
    this.#words = await wordsOf(language);
    this.language = language;
  }

  #apply(): void {
    if (this.#chosen === null) delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = this.#chosen;
  }
}

function systemTheme(): Theme {
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function themeOf(value: string | null): Theme | null {
  return value === "light" || value === "dark" ? value : null;
}

function languageOf(value: string): Language {
  return LANGUAGES.find((language) => value.toLowerCase().startsWith(language)) ?? "en";
}

function parameter(key: string): string | null {
  return new URLSearchParams(location.search).get(key);
}

export const preferences = new Preferences();

// A problem in the words of the page's language.

export function problemText(problem: Problem): string {
  const { server, problem: inWords } = preferences.words;
  const code = problemCode(problem);
  if (code === "unreachable") return server.unreachable;
  if (code === "no_server") return server.site;
  if (code === "broken") return server.streamEnded;
  if (code === "queue_full") return server.queueFull;
  if (code === "unheld") return preferences.words.answerForm.inBrowser;
  return inWords(code, problem.detail);
}

// How much room there is: a phone shows its editor in a sheet and its stepper at the thumb.

const phone = new MediaQuery("max-width: 640px");

const wide = new MediaQuery("min-width: 1000px");

export const screen = {
  get phone(): boolean {
    return phone.current;
  },

  get wide(): boolean {
    return wide.current;
  },
};
