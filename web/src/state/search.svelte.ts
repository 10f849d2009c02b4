// What the address says for every view, before its `#`: `?model=…&precision=int8&place=browser`. It
// stays while one goes from view to view; back and forward bring what stood there then.

import { withValue } from "../core/address/url";

type Name =
  | "run"
  | "model"
  | "digest"
  | "precision"
  | "place"
  | "guess"
  | "stage"
  | "shelf"
  | "quiz"
  | "embed";

class Search {
  #text = $state(location.search);

  constructor() {
    addEventListener("popstate", () => (this.#text = location.search));
  }

  get(name: Name): string | null {
    return new URLSearchParams(this.#text).get(name);
  }

  /** For a link or a reload; null takes it out. */
  set(name: Name, value: string | null): void {
    if (this.get(name) === value) return;
    this.#text = this.with(name, value);
    history.replaceState(history.state, "", location.pathname + this.#text + location.hash);
  }

  /** All of it with another value. */
  with(name: Name, value: string | null): string {
    return withValue(this.#text, name, value);
  }
}

export const search = new Search();
