// The rows that a visitor brings: the server reads them, while they are typed or once a file is opened.

import { ApiError, isAbort, readRows } from "../../../core/api/api";
import type { Rows, RowsBody } from "../../../core/api/api.gen";
import { preferences } from "../../../state/preferences.svelte";

export type Columns = NonNullable<Rows["read"]>["columns"];

/** What a person says of a table: which column is which, and whether the first row names them. */
export type Choice = Pick<RowsBody, "columns" | "header">;

const PAUSE = 200; // milliseconds after a key

export class OwnRows {
  text = $state("");
  choice = $state.raw<Choice>({});
  encoding = $state<RowsBody["encoding"]>(null); // null: UTF-8, or UTF-16 with its mark
  bytes = $state.raw<Uint8Array | null>(null); // of the file whose text stands in the field
  answer = $state.raw<Rows | null>(null);
  waiting = $state(false); // the answer is of an earlier text
  failure = $state<string | null>(null); // the file is too large, or the server did not answer
  #abort = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** What can be measured; null where the rows are not read yet, or not at all. */
  readonly read = $derived(this.waiting ? null : (this.answer?.read ?? null));
  /** In the language of the page. */
  readonly notes = $derived(this.answer?.notes.map((note) => note[preferences.language]) ?? []);
  readonly faults = $derived(
    this.answer?.faults.map(({ detail }) => detail[preferences.language]) ?? [],
  );

  /** Other rows have other columns. */
  replace(text: string): void {
    this.text = text;
    this.choice = {};
    this.bytes = null;
    this.#ask(PAUSE);
  }

  choose(choice: Choice): void {
    this.choice = choice;
    this.#ask(0);
  }

  async take(file: Uint8Array, encoding: RowsBody["encoding"], choice: Choice = {}): Promise<void> {
    this.choice = choice;
    [this.bytes, this.encoding] = [file, encoding];
    const data = await base64(file);
    await this.#send({ data, encoding: encoding ?? null });
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#abort.abort();
  }

  #ask(pause: number): void {
    this.close();
    [this.waiting, this.failure] = [true, null];
    if (this.text === "") [this.answer, this.waiting] = [null, false];
    else this.#timer = setTimeout(() => void this.#send({ text: this.text }), pause);
  }

  async #send(rows: Pick<RowsBody, "text" | "data" | "encoding">): Promise<void> {
    this.close();
    this.#abort = new AbortController();
    [this.waiting, this.failure] = [true, null];
    try {
      this.answer = await readRows({ ...rows, ...this.choice }, this.#abort.signal);
      if (this.answer.text !== null) this.text = this.answer.text;
      this.waiting = false;
    } catch (error) {
      if (isAbort(error)) return;
      [this.answer, this.waiting] = [null, false];
      this.failure = error instanceof ApiError ? error.message : preferences.words.notFetched;
    }
  }
}

async function base64(bytes: Uint8Array): Promise<string> {
  const reader = new FileReader();
  const url = await new Promise<string>((done) => {
    reader.onload = () => done(reader.result as string);
    reader.readAsDataURL(new Blob([bytes.slice()]));
  });
  return url.slice(url.indexOf(",") + 1);
}
