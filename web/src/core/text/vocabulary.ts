// The texts of a model's tokens, both ways.

export class Vocabulary {
  readonly #ids = new Map<string, number>();

  constructor(readonly texts: ReadonlyMap<number, string> | readonly string[] = []) {
    for (const [id, text] of texts.entries()) if (!this.#ids.has(text)) this.#ids.set(text, id);
  }

  /** The text of a token; where it is not known, its number. */
  text(id: number): string {
    const text = this.texts instanceof Map ? this.texts.get(id) : (this.texts as string[])[id];
    return text === undefined || text === "" ? `#${id}` : text;
  }

  id(text: string): number | undefined {
    return this.#ids.get(text);
  }
}
