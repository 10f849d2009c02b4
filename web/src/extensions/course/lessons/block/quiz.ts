// The lesson's question: the weights of a block of GPT-2 small, by its parts.

import { ATTENTION, blockParts, FFN, type BlockShape } from "../../../../core/models/block";
import shapes from "./shapes.json";

export function own(): { attention: number; feedforward: number; norms: number } {
  const shape = shapes.find(({ id }) => id === "gpt-2-small");
  const parts = blockParts(shape?.config as BlockShape, false);
  const sum = (names: readonly string[]) =>
    parts.reduce((all, { name, parameters }) => all + (names.includes(name) ? parameters : 0), 0);
  return {
    attention: sum(ATTENTION),
    feedforward: sum(FFN),
    norms: sum(["attention_norm", "ffn_norm"]),
  };
}
