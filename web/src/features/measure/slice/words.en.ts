// The words for what of a record is shown.

export const slice = {
  title: "What is shown of this record",
  about: (names: string) => `For ${names}:`,
  draw: (n: number) => `draw ${n}`,
  template: (text: string) => `the template “${text}”`,
  share: (percent: number) => `${percent} % right`,
  labels: (kind: string) => `answers ${kind}`,
  k: (k: number) => (k === 0 ? "no example" : k === 1 ? "1 example" : `${k} examples`),
  join: (names: string[]) => names.join(", "),
  condition: "Condition",
};
