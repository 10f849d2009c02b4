import { describe, expect, it } from "vitest";
import { EMPTY, isModelsTurn, messagesOf, readChat, writeChat, type Chat } from "./turns";

const chat: Chat = {
  system: "Be brief.",
  turns: [
    { role: "user", content: "Hi & <|im_end|>" },
    { role: "assistant", content: "" },
    { role: "user", content: "第一行\n第二行" },
  ],
};

function carried(value: Chat): Chat {
  const query = new URLSearchParams();
  writeChat(query, value);
  return readChat(new URLSearchParams(query.toString()));
}

describe("a conversation", () => {
  it("comes back from the address as it was, its turns in order", () => {
    expect(carried(chat)).toEqual(chat);
    expect(carried(EMPTY)).toEqual(EMPTY);
    expect(readChat(new URLSearchParams())).toEqual(EMPTY);
  });

  it("has no more turns than the page shows", () => {
    const turns = Array.from(
      { length: 201 },
      () => EMPTY.turns[0] ?? { role: "user", content: "" },
    );
    const query = new URLSearchParams();
    writeChat(query, { system: "", turns } as Chat);
    expect(() => readChat(query)).toThrow("201 turns");
  });

  it("begins with the system prompt where there is one", () => {
    expect(messagesOf(chat)[0]).toEqual({ role: "system", content: "Be brief." });
    expect(messagesOf(chat)).toHaveLength(4);
    expect(messagesOf({ ...chat, system: " \n" })).toHaveLength(3);
  });

  it("is the model's turn once a person has said something last", () => {
    expect(isModelsTurn(chat)).toBe(true);
    expect(isModelsTurn(EMPTY)).toBe(false);
    expect(isModelsTurn({ system: "", turns: chat.turns.slice(0, 2) })).toBe(false);
  });
});
