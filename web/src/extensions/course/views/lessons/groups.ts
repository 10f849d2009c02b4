// The groups of lessons, in order.

export const GROUPS = [
  "background",
  "architecture",
  "generation",
  "series",
  "inContext",
  "beyond",
  "open",
] as const;
export type Group = (typeof GROUPS)[number];
