// The words of Chat: a conversation, and what of it the model is sent.

import { count } from "../../../core/text/numbers";

const tokens = (n: number) => (n === 1 ? "1 token" : `${count(n)} tokens`);

export const chat = {
  chat: {
    modes: { label: "How to prompt", text: "Text", chat: "Chat", fill: "Fill gaps" },
    about:
      "Say something, and the model writes the other side. A conversation is one text too: the model’s own template writes it, with special tokens between the turns.",
    examples: "Or try a question:",
    system: "System prompt",
    systemIs: (text: string) => `System prompt: ${text}`,
    systemNone: "none of your own; the template may put one",
    systemPlaceholder: "What holds for the whole conversation, such as: Answer in one sentence.",
    speaker: (n: number) => `Turn ${n}, who speaks`,
    content: (n: number, role: "user" | "assistant") =>
      `Turn ${n}, ${role === "user" ? "the user" : "the assistant"}`,
    roles: { user: "User", assistant: "Assistant" },
    placeholder: { user: "Your message", assistant: "What the model is to have answered" },
    add: "Add a turn",
    remove: "Remove",
    removeTurn: (n: number) => `Remove turn ${n}`,
    yourTurn: "The model answers once the last turn is the user’s and not empty.",
    sentOf: (n: number, most: number) => `What is sent: ${tokens(n)} of ${count(most)}`,
    sentLabel: "What the model is sent, special tokens in boxes",
    writing: "Writing the conversation with the template …",
    ids: "Show token ids",
    plain:
      "Boxes are special tokens of the template. Their names stay plain text where you type them.",
    over: (n: number, most: number, length: number) =>
      `The conversation has ${tokens(n)}; with ${count(length)} to write that is ${count(n + length - most)} over the ${count(most)} served. Remove turns or lower the length.`,
    keep: "Keep this answer and reply",
    none: (name: string) => `${name} has no Chat.`,
    noneWhy:
      "It is a base model: it was trained to continue texts, not to converse, and comes without a chat template. What one would make up for it, it has never seen.",
    noneOther: "Chat with",
    noneAny: "No model here has a chat template. This one has:",
    noneText: "Write in Text",
    byServer:
      "The model runs in this browser. Its chat template is code and runs in the server’s sandbox, so the messages go there to be written as tokens.",
    away: "Chat does not work without the server: the chat template runs in its sandbox. Text does.",
    onwards: "Take the last message to",
  },
};
