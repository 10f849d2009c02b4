// Which numbers are on their way. What was given up takes nothing from who asks for the same after it.

import { SvelteMap } from "svelte/reactivity";

export class Coming {
  readonly #last = new SvelteMap<string, AbortSignal>(); // by key, with what ends the last request

  has(key: string): boolean {
    return this.#last.has(key);
  }

  begin(keys: readonly string[], of: AbortSignal): void {
    for (const key of keys) this.#last.set(key, of);
  }

  /** Only of the request that is still the last one for these. */
  end(keys: readonly string[], of: AbortSignal): void {
    for (const key of keys) if (this.#last.get(key) === of) this.#last.delete(key);
  }
}
