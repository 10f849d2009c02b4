// The GPTs in order: what a task asks of each, and what their papers report.

/** Whether a task asks it of a person: always, to be right more often, for some tasks, or no more. */
export type Need = "yes" | "more" | "some" | "no";

export const NEEDS = ["training", "shots", "text", "request"] as const;

export interface Generation {
  id: string;
  year: number;
  needs: Record<(typeof NEEDS)[number], Need>;
}

const NONE = { training: "no", shots: "no", text: "no", request: "no" } as const;

// Radford et al. 2018, section 3.2; 2019, sections 2 and 3; Brown et al. 2020, section 2;
// Ouyang et al. 2022, section 3; OpenAI 2023, appendix A.
export const SERIES: readonly Generation[] = [
  { id: "GPT-1", year: 2018, needs: { ...NONE, training: "yes" } },
  { id: "GPT-2", year: 2019, needs: { ...NONE, shots: "some", text: "yes" } },
  { id: "GPT-3", year: 2020, needs: { ...NONE, shots: "more", text: "yes" } },
  { id: "InstructGPT", year: 2022, needs: { ...NONE, request: "yes" } },
  { id: "GPT-4", year: 2023, needs: { ...NONE, shots: "some", request: "yes" } },
];

/** Passages of LAMBADA whose last word is right, as a share: Radford et al. 2019, table 3, and Brown et
 * al. 2020, table 3.2. */
export const LAMBADA = [
  { model: "GPT-2", size: "117M", shots: null, share: 0.4599 },
  { model: "GPT-2", size: "345M", shots: null, share: 0.5548 },
  { model: "GPT-2", size: "762M", shots: null, share: 0.6012 },
  { model: "GPT-2", size: "1.5B", shots: null, share: 0.6324 },
  { model: "GPT-3", size: "175B", shots: "none", share: 0.762 },
  { model: "GPT-3", size: "175B", shots: "single", share: 0.725 },
  { model: "GPT-3", size: "175B", shots: "few", share: 0.864 },
] as const;
