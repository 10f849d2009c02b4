// The lesson's question: the perplexity of one text in fewer tokens and in more.

const COARSE = { tokens: 10, perplexity: 20 };
const FINE = 14; // tokens of the same text, which is as likely

export function own(): { perplexity: number } {
  const nats = COARSE.tokens * Math.log(COARSE.perplexity);
  return { perplexity: Math.exp(nats / FINE) };
}
