// Server-sent events from a fetch body: `data:` lines and `:` comments, nothing else.

/** Cuts a stream of text chunks into the payloads of its events, however the chunks fall. */
export class EventCutter {
  #rest = "";

  /** The payloads that `chunk` completes. */
  push(chunk: string): string[] {
    const blocks = (this.#rest + chunk).replaceAll("\r\n", "\n").split("\n\n");
    this.#rest = blocks.pop() ?? "";
    return blocks.map(payload).filter((text) => text !== "");
  }
}

function payload(block: string): string {
  return block
    .split("\n")
    .filter((line) => line.startsWith("data:"))
    .map((line) => line.slice(5).replace(/^ /, ""))
    .join("\n");
}

/** Reads a body to its end; cancels it when the caller stops iterating. */
export async function* payloads(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const cutter = new EventCutter();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield* cutter.push(decoder.decode(value, { stream: true }));
    }
  } finally {
    await reader.cancel().catch(() => undefined); // already closed or aborted
  }
}
