// The conversation that is being edited, and how the model's own template writes it.

import {
  ApiError,
  isAbort,
  renderChat,
  type ModelSummary,
  type RenderedChat,
} from "../../../core/api/api";
import type { Problem } from "../../../core/api/events";
import { EMPTY, isModelsTurn, MOST_TURNS, messagesOf, type Chat, type Turn } from "./turns";

export class Conversation {
  system = $state(EMPTY.system);
  turns = $state<Turn[]>(EMPTY.turns.map((turn) => ({ ...turn })));
  readonly sent = new Rendering(this); // to the first column's model
  #written: Readonly<Record<string, RenderedChat>> = {}; // by the same keys, the last two

  readonly messages = $derived(messagesOf(this));
  readonly ready = $derived(isModelsTurn(this));
  readonly blank = $derived(this.turns.every(({ content }) => content === ""));
  readonly full = $derived(this.turns.length >= MOST_TURNS);
  /** What a person said last. */
  readonly lastTurn = $derived(this.turns.findLast(({ role }) => role === "user")?.content ?? "");

  adopt({ system, turns }: Chat): void {
    this.system = system;
    this.turns = turns.map((turn) => ({ ...turn }));
  }

  /** A turn of the other speaker behind the last. */
  add(): void {
    const role = this.turns.at(-1)?.role === "user" ? "assistant" : "user";
    this.turns.push({ role, content: "" });
  }

  remove(at: number): void {
    this.turns.splice(at, 1);
    if (this.turns.length === 0) this.add();
  }

  /** Takes a text as the model's answer, and makes room for the reply. */
  answer(content: string): void {
    this.turns.push({ role: "assistant", content }, { role: "user", content: "" });
  }

  /** As a model's template writes it. Rejects with ApiError, and with AbortError. */
  async write(model: string, signal: AbortSignal): Promise<RenderedChat> {
    const { messages } = this;
    const key = JSON.stringify([model, messages]);
    const known = this.#written[key];
    if (known !== undefined) return known;
    const fresh = await renderChat(model, messages, signal);
    signal.throwIfAborted();
    const last = Object.entries(this.#written).at(-1);
    this.#written = { ...(last && Object.fromEntries([last])), [key]: fresh };
    return fresh;
  }
}

/** The conversation as one column's model is sent it. */
export class Rendering {
  rendered = $state.raw<RenderedChat | null>(null); // of what was rendered last
  problem = $state.raw<Problem | null>(null); // why it cannot be written
  #key = ""; // the model and the messages that it is of

  constructor(readonly chat: Conversation) {}

  /** What the model is sent; null where it cannot be written, which `problem` explains. */
  async render(model: ModelSummary, signal: AbortSignal): Promise<RenderedChat | null> {
    const key = JSON.stringify([model.id, this.chat.messages]);
    if (key === this.#key && this.rendered !== null) return this.rendered;
    try {
      const rendered = await this.chat.write(model.id, signal);
      [this.rendered, this.problem, this.#key] = [rendered, null, key];
      return rendered;
    } catch (error) {
      if (isAbort(error)) return null;
      if (!(error instanceof ApiError)) throw error;
      [this.rendered, this.problem, this.#key] = [null, error.problem, ""];
      return null;
    }
  }
}
