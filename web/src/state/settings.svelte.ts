// What a person prefers, whatever the run: colours and language. Kept in the browser.

import { wordsOf, type Words } from "../lib/words";

type Theme = "light" | "dark";
const KEY = "shotglass.theme";

class Preferences {
  language = $state("en");
  #chosen = $state<Theme | null>(stored());
  #system = $state<Theme>(systemTheme());

  constructor() {
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.#system = systemTheme();
    });
    this.#apply();
  }

  get words(): Words {
    return wordsOf(this.language);
  }

  get theme(): Theme {
    return this.#chosen ?? this.#system;
  }

  /** The other theme; choosing what the system has anyway is no choice to be kept. */
  toggleTheme(): void {
    const next = this.theme === "dark" ? "light" : "dark";
    this.#chosen = next === this.#system ? null : next;
    this.#apply();
    try {
      if (this.#chosen === null) localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, this.#chosen);
    } catch {
      // Storage may be forbidden; the choice then lasts as long as the page.
    }
  }

  #apply(): void {
    if (this.#chosen === null) delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = this.#chosen;
  }
}

function systemTheme(): Theme {
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function stored(): Theme | null {
  try {
    const value = localStorage.getItem(KEY);
    return value === "light" || value === "dark" ? value : null;
  } catch {
    return null;
  }
}

export const preferences = new Preferences();
