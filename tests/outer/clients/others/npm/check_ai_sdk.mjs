// Vercel's AI SDK against a live server: check_ai_sdk.mjs ADDRESS. Prints "ok NAME" a check.

import assert from "node:assert/strict";
import { createOpenAI } from "@ai-sdk/openai";
import { embed, generateText, jsonSchema, Output, streamText, tool } from "ai";

const [address] = process.argv.slice(2);
const [TEXT, CHAT] = ["house-gpt2", "smollm2-135m"];
const openai = createOpenAI({ baseURL: `${address}/v1`, apiKey: "none" });
const prompt = "Name three colours.";
const options = { temperature: 0, maxOutputTokens: 12, maxRetries: 0 };

async function post(path, body) {
  const answer = await fetch(address + path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ temperature: 0, max_tokens: 12, ...body }),
  });
  return (await answer.json()).choices[0];
}

const messages = [{ role: "user", content: prompt }];
const chatted = (await post("/v1/chat/completions", { model: CHAT, messages })).message.content;

/** `ask` must be refused with a status and words that name what. */
async function refused(status, words, ask) {
  try {
    await ask();
  } catch (error) {
    assert.equal(error.statusCode, status, String(error));
    assert.match(error.message + (error.responseBody ?? ""), words);
    return;
  }
  throw new Error("An error was expected.");
}

const checks = {
  async "the default call is a response"() {
    const made = await generateText({ model: openai(CHAT), prompt, ...options });
    assert.equal(made.text, chatted);
    assert.equal(made.finishReason, "length");
    assert.ok(made.usage.outputTokens > 0);
  },

  async "a response with instructions and turns"() {
    const turns = [...messages, { role: "assistant", content: "Red." }, { role: "user", content: "More?" }];
    const made = await generateText({ model: openai(CHAT), system: "Be brief.", messages: turns, ...options });
    assert.ok(made.text.length > 0);
  },

  async "a stream of a response"() {
    const made = streamText({ model: openai(CHAT), prompt, ...options });
    let text = "";
    for await (const piece of made.textStream) text += piece;
    assert.equal(text, chatted);
    assert.equal(await made.finishReason, "length");
    assert.ok((await made.usage).outputTokens > 0);
  },

  async "log-probabilities of a response"() {
    const providerOptions = { openai: { logprobs: 2 } };
    const made = await generateText({ model: openai(CHAT), prompt, ...options, providerOptions });
    const logprobs = made.providerMetadata.openai.logprobs.flat();
    assert.equal(logprobs.length, made.usage.outputTokens);
    assert.equal(logprobs[0].top_logprobs.length, 2);
  },

  async "a chat, whole and streamed"() {
    const made = await generateText({ model: openai.chat(CHAT), prompt, ...options });
    assert.equal(made.text, chatted);
    const stream = streamText({ model: openai.chat(CHAT), prompt, ...options });
    assert.equal(await stream.text, chatted);
  },

  async "a completion"() {
    const made = await generateText({ model: openai.completion(TEXT), prompt, ...options });
    const stream = streamText({ model: openai.completion(TEXT), prompt, ...options });
    assert.ok(made.text.length > 0);
    assert.equal(await stream.text, made.text);
  },

  async "what cannot be done is refused by name"() {
    const add = tool({ description: "adds", inputSchema: jsonSchema({ type: "object", properties: {} }) });
    const withTool = () => generateText({ model: openai(CHAT), prompt, ...options, tools: { add } });
    await refused(400, /tools/, withTool);
    const output = Output.object({ schema: jsonSchema({ type: "object", properties: {} }) });
    await refused(400, /text.format/, () => generateText({ model: openai(CHAT), prompt, ...options, output }));
    const providerOptions = { openai: { previousResponseId: "resp_1" } };
    const gone = () => generateText({ model: openai(CHAT), prompt, ...options, providerOptions });
    await refused(400, /previous_response_id/, gone);
    await refused(404, /openapi.json/, () => embed({ model: openai.embedding(TEXT), value: "a", maxRetries: 0 }));
  },
};

for (const [name, check] of Object.entries(checks)) {
  await check();
  console.log(`ok ${name}`);
}
process.exit(0);
