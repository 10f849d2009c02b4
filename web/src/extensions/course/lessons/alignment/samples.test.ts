import { expect, it } from "vitest";
import type { Result } from "../../../../core/experiments/result";
import { lessonResult } from "../../views/lessons/lessons";
import { samplesOf } from "./samples";

it("finds each text of the result behind one beginning, in the order of the conditions", async () => {
  const result = (await lessonResult("alignment")) as Result;
  const samples = samplesOf(result);
  const all = samples.flatMap(({ beginning, continuations }) =>
    continuations.map(([condition, text]) => `${condition} ${beginning}${text}`),
  );
  const rows = result.tables.find(({ name }) => name === "samples")?.rows ?? [];
  expect([...all].sort()).toEqual(rows.map((row) => row.join(" ")).sort());
  for (const { continuations } of samples)
    expect(continuations.map(([condition]) => condition)).toEqual(["before", "0.03", "0.1"]);
});
