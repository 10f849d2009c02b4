// The readings of a measurement as CSV, with the bytes that the terminal writes; docs/measuring.md
// says what is in it.

import type { Condition, MeasuredModel, Readings } from "../api/api.gen";
import { csv, figure, type Table } from "../text/table";
import { type Plan, questionPlaces } from "./plan";
import { itemReadings } from "./readings";
import type { Measurement } from "./record";

const DIGITS = 6; // of a value that is computed from readings: the last of 17 depend on who computes it

const COLUMNS = [
  ...["model", "precision", "condition", "k", "draw", "order", "example_answers", "format"],
  ...["template", "item", "id", "input", "expected", "says", "right", "form", "choice"],
  ...["calibrated", "answers", "names", "logprobs"],
];

/** A line a model, condition and question, with the log-probability of each of its answers. */
export function readingsCsv(measurement: Measurement): string {
  const rows = measurement.models.flatMap((model, at) =>
    measurement.conditions.flatMap((condition, place) => {
      const reading = measurement.read[at]?.[place];
      return reading ? linesOf(measurement.plan, model, condition, reading.readings) : [];
    }),
  );
  const heads = measurement.plan.heads_off.map(({ layer, head }) => `${layer}.${head}`).join(" ");
  if (heads === "") return csv({ caption: "", columns: COLUMNS, rows });
  const named = rows.map((row) => [...row, heads]);
  return csv({ caption: "", columns: [...COLUMNS, "heads_off"], rows: named });
}

function linesOf(
  plan: Plan,
  model: MeasuredModel,
  condition: Condition,
  readings: Readings,
): Table["rows"] {
  const places = questionPlaces(plan);
  const { id, k, draw, order, labels: kind, format, template } = condition;
  const names = new Map(condition.names ?? []);
  const varied = [number(k), number(draw + 1), number(order + 1), String(kind), format, template];
  return itemReadings(plan, readings).map((entry, at) => {
    const { item, labels, says, right, form, choice, calibrated, logprobs } = entry;
    return [
      ...[model.id, model.precision, id, ...varied],
      ...[number((places[at] ?? 0) + 1), item.id ?? "", item.input, item.expected],
      labels[says] ?? "",
      ...[number(Number(right)), rounded(form), rounded(choice)],
      figure(calibrated === null ? null : Number(calibrated), ""),
      JSON.stringify(labels),
      names.size === 0 ? "" : JSON.stringify(labels.map((label) => names.get(label) ?? label)),
      JSON.stringify(logprobs),
    ];
  });
}

function number(value: number) {
  return figure(value, "");
}

function rounded(value: number) {
  return number(Number(value.toPrecision(DIGITS)));
}
