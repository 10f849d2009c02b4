// Links that were given away before the views were drawn anew. Each view has here every key that its
// address had; they are read as they were, and written again unchanged. Lines are added, never changed.

import { describe, expect, it } from "vitest";
import { decode as decodeUrl } from "../core/address/url";
import type { View } from "../core/address/views";
import * as compare from "../core/address/compare";
import * as decode from "../core/address/decode";
import * as inside from "../core/address/inside";
import * as measure from "./measure/address";
import * as models from "./models/address";
import * as prompt from "./prompt/address";
import * as train from "./train/address";

type Codec = { read(query: URLSearchParams): unknown; write(state: never): URLSearchParams };

const CODECS: [View, Codec][] = [
  ["compare", compare],
  ["decode", decode],
  ["inside", inside],
  ["measure", measure],
  ["models", models],
  ["prompt", prompt],
  ["train", train],
];

const PROMPT = JSON.stringify({
  instruction: "Say the opposite.",
  template: "{input} ->{output}\n",
  shot_sets: { mine: [{ input: "hot", output: " cold" }] },
  query: { input: "fast", expected: " slow" },
  labels: [{ text: " slow" }, { text: " faster" }],
  readout: "labels",
  items: [],
});

const ADDRESSES: [string, ...[string, string][]][] = [
  ["compare", ["task", "same-word"], ["set", "opposite"], ["ask", "fast"], ["k", "4"]],
  ["compare", ["task", "reviews"], ["one", "3"], ["rows", "own"], ["second", "house-gpt2"]],
  ["compare", ["truth", '{"mine":{"hot":" cold"}}'], ["prompt", PROMPT]],
  ["compare", ["reason", "4"], ["reason_tokens", "64"]],
  // prettier-ignore
  ["compare", ["temperature", "0.5"], ["top_k", "5"], ["top_p", "0.9"], ["n", "2"], ["seed", "3"], ["max_tokens", "9"]],
  ["prompt", ["text", "Once upon a time"], ["n", "3"], ["seed", "41"], ["temperature", "0.5"]],
  ["prompt", ["mode", "chat"], ["system", "Be brief."], ["user", "Why?"], ["assistant", "So."]],
  ["prompt", ["mode", "fill"], ["text", "the [MASK] cat"], ["masked", "house-bert"]],
  // prettier-ignore
  ["prompt", ["model", "one"], ["text", "Hi"], ["beside", "1"], ["b_model", "two"], ["b_text", "Ho"], ["b_seed", "8"], ["at", "1.2.3"], ["compared", "drawn"]],
  // prettier-ignore
  ["measure", ["question", "examples"], ["k", "0,4"], ["draws", "8"], ["orders", "12"], ["questions", "48"], ["pool", "8"], ["seed", "1"], ["difference", "0.05"]],
  // prettier-ignore
  ["measure", ["question", "format"], ["free", '["N/A",""]'], ["formats", '["{input} ={output}\\n"]'], ["other", "house-gpt2"], ["examples", "task"], ["template", "{input}:{output}\n"]],
  [
    "measure",
    ["question", "which-head"],
    ["items", '[{"input":"a","expected":"b"},{"input":"c","expected":"d"}]'],
  ],
  // prettier-ignore
  ["inside", ["text", "The cat"], ["model", "house-bert"], ["view", "attention"], ["mask", "causal"], ["at", "2"], ["head", "18.6"], ["sink", "off"]],
  ["inside", ["lane", "few"], ["view", "mask"]],
  // prettier-ignore
  ["decode", ["text", "The cat"], ["take", " sat"], ["take", " on"], ["temperature", "1.5"], ["top_k", "3"], ["top_p", "0.5"], ["min_p", "0.1"], ["repetition_penalty", "1.1"], ["presence_penalty", "0.5"], ["frequency_penalty", "0.5"], ["seed", "9"], ["sample", "3"]],
  // prettier-ignore
  ["decode", ["ids_of", "smollm2-135m"], ["ids", "1.2.3"], ["beam_width", "3"], ["beam_tokens", "5"], ["beam_n", "2"], ["beam_alpha", "0.5"], ["beam_norm", "gnmt"], ["beam_stop", "early"]],
  // prettier-ignore
  ["train", ["run", "emergence"], ["x", "labels"], ["family", "kind"], ["split", "held-both"], ["k", "8"], ["at", "100"]],
  ["models", ["model", "house-gpt2"], ["format", "portable"], ["precision", "int8"]],
];

function written(view: string, pairs: [string, string][]): [View, URLSearchParams] {
  const address = decodeUrl(`#v1/${view}?${new URLSearchParams(pairs).toString()}`);
  if (address === null) throw new Error("no address");
  return [address.view, address.query];
}

/** JSON as what it says; any other text as it is. */
function plain(text: string): unknown {
  return /^[[{]"?/.test(text) && !text.startsWith("{input}") ? JSON.parse(text) : text;
}

describe("a link of before", () => {
  it.each(ADDRESSES.map(([view, ...pairs]) => [view, pairs] as const))(
    "to %s is read whole: %j",
    (view, pairs) => {
      const [, query] = written(view, [...pairs]);
      const codec = CODECS.find(([name]) => name === view)?.[1];
      if (codec === undefined) throw new Error(view);
      const again = codec.write(codec.read(query) as never);
      for (const [key, value] of pairs)
        expect(again.getAll(key).map(plain)).toContainEqual(plain(value));
    },
  );
  it("to a view that stands elsewhere now still names one", () => {
    const views = ["compare", "prompt", "measure", "inside", "decode", "train", "models"];
    for (const view of views) expect(decodeUrl(`#v1/${view}`)?.view).toBeDefined();
  });
});
