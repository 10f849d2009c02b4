// The lesson's question: what temperature 2 makes of two tokens, one 9 times as likely.

import { LAST, narrow, sorted } from "../../../../core/decoding/filters";

export function own(): { times: number } {
  const logits = new Float32Array([Math.log(9), 0]);
  const left = narrow(sorted(logits), { temperature: 2, top_k: 0, top_p: 1 });
  return { times: left.p(LAST, 0) / left.p(LAST, 1) };
}
