// The words of a run that was opened from a file.

import type { Changes } from "../../core/api/api";
import type { RunFault } from "../../core/runFile/form";
import type { Expected, Instead, Misshapen } from "../../core/runFile/shape";
import { bytes, count } from "../../core/text/numbers";
import { outcome, uncompared } from "../../words/repeated.en";

const MOST = "5 MB";

function expected(request: Expected): string {
  const { kind } = request;
  if (kind === "text") return `a text of at most ${request.most} characters`;
  if (kind === "example") return `a text such as ${request.text}`;
  if (kind === "number" || kind === "whole") {
    const name = kind === "whole" ? "a whole number" : "a number";
    const { min, max, above } = request;
    return above ? `${name} above ${min}, up to ${max}` : `${name} from ${min} to ${max}`;
  }
  if (kind === "list") {
    return `a list of ${request.min === 0 ? "at most" : `${request.min} to`} ${request.max}`;
  }
  if (kind === "object") {
    return request.most === null ? "an object" : `an object of at most ${request.most} keys`;
  }
  if (kind === "choice") return `one of ${request.of.join(", ")}`;
  if (kind === "constant") return request.value;
  if (kind === "bytes") return `${request.bytes} bytes in base64`;
  if (kind === "record") return "a record that fits together";
  if (kind === "shape") return "the shape of its tokens and heads";
  if (kind === "flag") return "true or false";
  if (kind === "null") return "null";
  if (kind === "address") return "an address of this view";
  if (kind === "change") return "a change that can be made";
  if (kind === "prompt") return "a prompt that can be asked";
  if (kind === "question") return "what the question and the text before say";
  if (kind === "taken") return "the tokens of its address";
  return kind === "no key" ? "no such key" : "no second start";
}

function instead(value: Instead): string {
  if (value.kind === "missing") return "it is missing";
  if (value.kind === "value") return `not ${value.value}`;
  return value.kind === "list" ? "not a list" : "not an object";
}

/** The twin of `Misshapen` in backend/shotglass/run_file/shape.py. */
export function faultSentence(fault: Misshapen): string {
  const place = fault.place === "" ? "the whole" : fault.place;
  const all = fault.expected.map(expected).join(" or ");
  return `${place}: expected ${all}, ${instead(fault.instead)}`;
}

function change(made: Changes[number]): string {
  const where = made.point ?? `layer ${made.layer ?? "any"}`;
  if (made.kind === "head") return `head ${made.layer}.${made.head} off`;
  if (made.kind === "attention") return `attention cut to tokens ${made.to.join(", ")}, ${where}`;
  if (made.kind === "patch") return `the state of token ${made.token} replaced, ${where}`;
  return `a vector added ${made.scale} times, ${where}`;
}

export const fault = (name: string, fault: RunFault) => {
  if (fault.kind === "empty") return "There is no run here to save yet: run something first.";
  if (fault.kind === "page")
    return "The page was not saved: it could not be fetched from the server. Save the run as a file instead.";
  if (fault.kind === "size") {
    return `${name} was not opened: it has ${bytes(fault.bytes)}, and a run has ${MOST} at most.`;
  }
  if (fault.kind === "json") return `${name} was not opened: it is not JSON, as a run is.`;
  if (fault.kind === "repeated") {
    return `${name} was not opened: the key ${JSON.stringify(fault.key)} is there twice.`;
  }
  if (fault.kind === "newer") {
    return `${name} was not opened: it is a run of form ${fault.form}, which only a newer Shotglass reads.`;
  }
  if (fault.kind === "view") {
    return `${name} was not opened: this page was built without the view that wrote it, “${fault.view}”.`;
  }
  return `${name} was not opened: it is no run. ${faultSentence(fault.fault)}.`;
};

export const shown = (name: string, models: string, time: string, version: string) =>
  `${name}, recorded: ${[models, time].filter((part) => part !== "").join(", ")}, Shotglass ${version}.`;

export const weights = (name: string, digest: string | null, precision: string) =>
  `${name} (weights ${digest ?? "not known"}, ${precision})`;

export const changed = (changes: Changes) =>
  `Changed inside the model: ${changes.map(change).join("; ")}.`;

export const openedRun = {
  fault,
  tooLarge: (size: number) =>
    `The run was not saved: it has ${bytes(size)}, and a file has ${MOST} at most.`,
  shown,
  weights,
  gone: (models: string) => `Not here: ${models}. The run can be read, and not be run again.`,
  changed,
  again: "Run again",
  running: "Running again …",
  close: "Close the run",
  outcome,
  uncompared,
  other: (
    model: string | null,
    examples: number | null,
    column: number,
    sample: number,
    token: number,
  ) => {
    const place = examples === null ? `in column ${column}` : `with ${count(examples)} examples`;
    const where = model === null ? place : `${model}, ${place}`;
    return `Not the same: ${where}, sample ${sample} differs from token ${count(token)} on.`;
  },
  failed: (detail: string) => `It could not be run again. ${detail}`,
  because: {
    digest: (model: string, then: string, now: string) =>
      `This is not the model of the run: the weights of ${model} are others, ${then} then, ${now} now.`,
    precision: (model: string, then: string, now: string) =>
      `${model} is computed in another precision: ${then} then, ${now} now.`,
    fingerprint: (model: string) =>
      `${model} has another fingerprint, as other files, processors, runtimes and numbers of threads have.`,
    where: "It was computed in another place: the browser and the server round differently.",
    unknown:
      "No reason is known: weights, precision and place are the same as far as they are known; the program, the number of threads or the processor may be another.",
  },
};
