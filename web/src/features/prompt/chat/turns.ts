// A conversation and its place in the address: `system`, then every turn by its role, in order.

import type { Message } from "../../../core/api/api";

export interface Turn {
  role: "user" | "assistant";
  content: string;
}

export interface Chat {
  system: string; // empty: none of one's own
  turns: readonly Turn[];
}

export const MOST_TURNS = 200; // the server takes more; a page does not show them

export const EMPTY: Chat = { system: "", turns: [{ role: "user", content: "" }] };

export function writeChat(query: URLSearchParams, { system, turns }: Chat): void {
  if (system !== "") query.set("system", system);
  for (const { role, content } of turns) query.append(role, content);
}

/** One empty turn where there is none. Throws Error for too many. */
export function readChat(query: URLSearchParams): Chat {
  const turns = [...query].flatMap(([role, content]): Turn[] =>
    role === "user" || role === "assistant" ? [{ role, content }] : [],
  );
  if (turns.length > MOST_TURNS) throw new Error(`${turns.length} turns`);
  const system = query.get("system") ?? "";
  return { system, turns: turns.length > 0 ? turns : EMPTY.turns };
}

/** What the template gets. A system prompt of blanks is none. */
export function messagesOf({ system, turns }: Chat): Message[] {
  const own: Message[] = turns.map(({ role, content }) => ({ role, content }));
  return system.trim() === "" ? own : [{ role: "system", content: system }, ...own];
}

/** Whether it is the model's turn: a person has spoken last. */
export function isModelsTurn({ turns }: Chat): boolean {
  const last = turns.at(-1);
  return last?.role === "user" && last.content.trim() !== "";
}
