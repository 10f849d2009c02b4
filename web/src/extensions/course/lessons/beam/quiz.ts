// The lesson's question: two tokens to begin with, and the likeliest one after each.

const BEGINNINGS = [
  { p: 0.6, next: 0.3 },
  { p: 0.4, next: 0.9 },
];

/** How likely the text is that greedy writes: it takes the likelier beginning and goes on from there. */
export function own(): { greedy: number } {
  const [first] = [...BEGINNINGS].sort((a, b) => b.p - a.p);
  return { greedy: first === undefined ? 0 : first.p * first.next };
}
