// npm's openai client against two live servers: check.mjs REAL SCRIPTED. Prints "ok NAME" a check.

import assert from "node:assert/strict";
import OpenAI from "openai";

const [real, scripted] = process.argv.slice(2);
const to = (address, options = {}) =>
  new OpenAI({ baseURL: `${address}/v1`, apiKey: "none", maxRetries: 0, ...options });
const client = to(real);
const strange = to(scripted);
const options = { max_tokens: 6, seed: 7, temperature: 1.2 };
const messages = [{ role: "user", content: "the cat" }];

async function all(stream) {
  const found = [];
  for await (const chunk of await stream) found.push(chunk);
  return found;
}

/** What `ask` is refused with, of the class `kind`. */
async function refused(kind, ask) {
  try {
    await ask();
  } catch (error) {
    assert.ok(error instanceof kind, `${error.constructor.name}: ${error.message}`);
    return error;
  }
  throw new Error(`${kind.name} was expected`);
}

const checks = {
  async "models are listed and got"() {
    const ids = (await all(client.models.list())).map((model) => model.id);
    assert.deepEqual(ids, ["chatty", "plain", "tooled"]);
    assert.equal((await client.models.retrieve("plain")).max_model_len, 320);
  },

  async "a completion of every form of prompt"() {
    for (const [prompt, count] of [["hi", 1], [["a", "b"], 2], [[1, 2], 1], [[[1], [2, 3]], 2]]) {
      const made = await client.completions.create({ model: "plain", prompt, ...options });
      assert.equal(made.choices.length, count);
      assert.equal(made.usage.total_tokens, made.usage.prompt_tokens + made.usage.completion_tokens);
    }
  },

  async "a stream holds the same bits as the whole, n and logprobs and usage"() {
    const asked = { model: "plain", prompt: "the cat", n: 3, logprobs: 5, ...options };
    const whole = await client.completions.create(asked);
    const chunks = await all(
      client.completions.create({ ...asked, stream: true, stream_options: { include_usage: true } }),
    );
    assert.deepEqual(chunks.at(-1).usage, whole.usage);
    for (const choice of whole.choices) {
      const mine = chunks.flatMap((c) => c.choices).filter((c) => c.index === choice.index);
      assert.equal(mine.map((c) => c.text).join(""), choice.text);
      const told = mine.flatMap((c) => c.logprobs?.token_logprobs ?? []);
      assert.deepEqual(told, choice.logprobs.token_logprobs);
      assert.equal(mine.at(-1).finish_reason, choice.finish_reason);
    }
  },

  async "echo begins with null and tells the same float twice"() {
    const asked = { model: "plain", prompt: "the cat", echo: true, logprobs: 3, max_tokens: 1 };
    const { text, logprobs } = (await client.completions.create(asked)).choices[0];
    assert.ok(text.startsWith("the cat"));
    assert.equal(logprobs.token_logprobs[0], null);
    assert.equal(logprobs.top_logprobs.at(-1)[logprobs.tokens.at(-1)], logprobs.token_logprobs.at(-1));
  },

  async "a chat, whole and streamed"() {
    const asked = { model: "chatty", messages, logprobs: true, top_logprobs: 2, ...options };
    const whole = await client.chat.completions.create(asked);
    const chunks = await all(client.chat.completions.create({ ...asked, stream: true }));
    const deltas = chunks.map((chunk) => chunk.choices[0].delta);
    assert.equal(deltas[0].role, "assistant");
    assert.equal(deltas.map((d) => d.content ?? "").join(""), whole.choices[0].message.content);
    assert.equal(whole.choices[0].logprobs.content[0].top_logprobs.length, 2);
  },

  async "the client's own helper reads a stream of chat"() {
    const asked = { model: "chatty", messages, ...options };
    const final = await client.chat.completions.stream(asked).finalChatCompletion();
    const whole = await client.chat.completions.create(asked);
    assert.equal(final.choices[0].message.content, whole.choices[0].message.content);
  },

  async "a response, whole and streamed"() {
    const asked = { model: "chatty", input: "the cat", temperature: 1.2, max_output_tokens: 6, seed: 7 };
    const whole = await client.responses.create(asked);
    const chat = await client.chat.completions.create({ model: "chatty", messages, ...options });
    assert.equal(whole.output_text, chat.choices[0].message.content);
    const events = await all(client.responses.create({ ...asked, stream: true }));
    const deltas = events.filter((event) => event.type === "response.output_text.delta");
    assert.equal(deltas.map((event) => event.delta).join(""), whole.output_text);
    assert.equal(events.at(-1).type, `response.${whole.status}`);
    assert.deepEqual(events.at(-1).response.usage.total_tokens, whole.usage.total_tokens);
    const final = await client.responses.stream(asked).finalResponse();
    assert.equal(final.output_text, whole.output_text);
  },

  async "a response that cannot be had names its field"() {
    const ask = () => client.responses.create({ model: "chatty", input: "hi", previous_response_id: "a" });
    const error = await refused(OpenAI.BadRequestError, ask);
    assert.deepEqual([error.code, error.param], ["unsupported_parameter", "previous_response_id"]);
  },

  async "bad requests, each with its code and field"() {
    for (const [code, param, body] of [
      ["unknown_parameter", "temprature", { temprature: 0 }],
      ["unsupported_parameter", "suffix", { suffix: "end" }],
      ["invalid_parameter", "temperature", { temperature: 3 }],
      ["context_length_exceeded", "prompt", { prompt: "x".repeat(999) }],
      ["token_out_of_range", "prompt.0", { prompt: [999999] }],
    ]) {
      for (const stream of [false, true]) {
        const ask = () => client.completions.create({ model: "plain", prompt: "hi", stream, ...body });
        const error = await refused(OpenAI.BadRequestError, ask);
        assert.deepEqual([error.code, error.param], [code, param]);
        assert.ok(error.requestID);
      }
    }
    const silent = () => client.chat.completions.create({ model: "plain", messages });
    assert.equal((await refused(OpenAI.BadRequestError, silent)).code, "no_chat_template");
  },

  async "an unknown model is not found"() {
    const ask = () => client.completions.create({ model: "gpt-9", prompt: "hi" });
    assert.equal((await refused(OpenAI.NotFoundError, ask)).code, "model_not_found");
  },

  async "a model that cannot is a conflict"() {
    const ask = () => client.completions.create({ model: "gaps", prompt: "hi" });
    assert.equal((await refused(OpenAI.ConflictError, ask)).code, "wrong_task");
  },

  async "another site's page is denied"() {
    const evil = to(real, { defaultHeaders: { Origin: "https://evil.example" } });
    const error = await refused(OpenAI.PermissionDeniedError, () => evil.models.list());
    assert.equal(error.code, "forbidden_origin");
  },

  async "a body too large"() {
    const ask = () => client.completions.create({ model: "plain", prompt: "x".repeat(2 << 20) });
    assert.equal((await refused(OpenAI.APIError, ask)).status, 413);
  },

  async "no server is a connection error"() {
    await refused(OpenAI.APIConnectionError, () => to("http://127.0.0.1:9").models.list());
  },

  async "an unexpected error is the server's and not tried again"() {
    const patient = to(scripted, { maxRetries: 5 });
    const began = performance.now();
    const ask = () => patient.completions.create({ model: "fake", prompt: "crash later" });
    assert.equal((await refused(OpenAI.InternalServerError, ask)).code, "internal_error");
    assert.ok(performance.now() - began < 2000);
  },

  async "an error in a stream is raised by the stream"() {
    const asked = { model: "fake", prompt: "crash later", stream: true };
    const error = await refused(OpenAI.APIError, () => all(strange.completions.create(asked)));
    assert.equal(error.code, "internal_error");
  },

  async "beyond capacity is a rate limit; an abort makes room"() {
    const asked = { model: "fake", prompt: "slow long", max_tokens: 500, stream: true };
    const streams = [];
    for (let i = 0; i < 4; i++) streams.push(await strange.completions.create(asked));
    const ask = () => strange.completions.create({ model: "fake", prompt: "hi" });
    const error = await refused(OpenAI.RateLimitError, ask);
    assert.equal(error.code, "queue_full");
    assert.ok(Number(error.headers.get("retry-after")) > 0);
    for (const stream of streams) stream.controller.abort();
    const patient = to(scripted, { maxRetries: 3 });
    const made = await patient.completions.create({ model: "fake", prompt: "hi" });
    assert.equal(made.choices[0].text, "abc");
  },

  async "a signal aborts a request"() {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 300);
    const ask = () =>
      strange.completions.create({ model: "fake", prompt: "wait" }, { signal: controller.signal });
    await refused(OpenAI.APIUserAbortError, ask);
  },

  async "waiting no longer is a timeout"() {
    const hasty = to(scripted, { timeout: 300 });
    const ask = () => hasty.completions.create({ model: "fake", prompt: "wait" });
    await refused(OpenAI.APIConnectionTimeoutError, ask);
  },
};

for (const [name, check] of Object.entries(checks)) {
  await check();
  console.log(`ok ${name}`);
}
process.exit(0);
