// What a new lesson begins with: one that can be saved as it stands.

export const TEXT = `---
title: Coins
order: 1
figures:
  heads:
    caption: Heads by throws
    kind: curves
    series: [heads]
    x: throws
    y: heads in percent
names:
  heads: a fair coin
quiz:
  ask: How often does a fair coin show heads?
  right: nearest
  to: heads[1000]
  choices:
    - { say: half of the time, value: 0.5 }
    - { say: nearly always, value: 0.9 }
opposite: Far more heads than tails.
try: Let the model throw one
opens: "#v1/decode?text=Heads+or"
---

The claim, in one paragraph that stands above the figure.

What stands below the figure: {heads[1000] percent} were heads.
`;

export const NUMBERS = `{
  "series": [
    {
      "name": "heads",
      "x": "throws",
      "unit": "share",
      "points": [{ "x": 10, "y": 0.6 }, { "x": 1000, "y": 0.503 }]
    }
  ]
}
`;
