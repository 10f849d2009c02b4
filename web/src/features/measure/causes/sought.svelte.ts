// The sentence of a search for causes.

import { preferences } from "../../../state/preferences.svelte";
import { exampleFacts, headFacts, LEAST, vectorFacts } from "./facts";
import { searching } from "./searching.svelte";
import { parted, type Sentence, type Written } from "../sentence/sentence";

class Sought {
  /** Null until everything is read. */
  readonly sentence = $derived.by<Sentence | null>(() => {
    const written = this.#written();
    return written === null ? null : parted(written);
  });

  #written(): Written | null {
    const { shown, ablating } = searching;
    if (shown?.whole !== true) return null;
    const c = preferences.words.measure.causes;
    const { n } = shown.figures;
    if (n < LEAST) return { main: c.few(n, LEAST), small: c.n(n) };
    if (shown.name === "example") return c.example.sentence(exampleFacts(shown.figures));
    if (shown.name === "vector") return c.vector.sentence(vectorFacts(shown.figures));
    const facts = headFacts(shown.figures, ablating);
    return facts === null ? null : c.head.sentence(facts, ablating);
  }
}

export const sought = new Sought();
