// One condition of a measurement as a task of EleutherAI's lm-evaluation-harness: the same prompts
// and answers as JSON lines, and the YAML that reads them (docs/task_guide.md and
// docs/new_task_guide.md there). It scores each choice by the sum of its tokens' log-probabilities,
// as we do, so `acc` is the share of right answers.

import type { Condition } from "../api/api.gen";
import { render } from "../prompting/render";
import { type Plan, questionsOf, sharedLabels } from "./plan";

const SET = "examples";

/** The text that a condition asks an input with. */
export function promptOf(plan: Plan, condition: Condition, input: string): string {
  const shots = condition.shots.map((shot) => ({ ...shot, reasoning: "" })); // none reasons
  const { template } = condition;
  const prompt = { ...plan.prompt, template, shot_sets: { [SET]: shots }, query: { input } };
  return render(prompt, { id: "", shot_set: SET, shots: [...shots.keys()] }).text;
}

/** A line a question: the prompt, its choices as they would follow it, and the place of the answer. */
export function lmEvalLines(plan: Plan, condition: Condition): string {
  const names = new Map(condition.names ?? []);
  const shared = sharedLabels(plan);
  const lines = questionsOf(plan).map((item) => {
    const labels = item.labels.length > 0 ? item.labels : shared;
    return JSON.stringify({
      prompt: promptOf(plan, condition, item.input),
      choices: labels.map((label) => names.get(label) ?? label),
      answer: labels.indexOf(item.expected),
    });
  });
  return `${lines.join("\n")}\n`;
}

/** The task; `name` is also that of its file of lines. A choice owns its leading space. */
export function lmEvalTask(name: string): string {
  return `task: ${name}
dataset_path: json
dataset_kwargs:
  data_files:
    test: ${name}.jsonl
test_split: test
output_type: multiple_choice
num_fewshot: 0
doc_to_text: "{{prompt}}"
doc_to_choice: choices
doc_to_target: answer
target_delimiter: ""
metric_list:
  - metric: acc
    aggregation: mean
    higher_is_better: true
metadata:
  version: 1
`;
}
