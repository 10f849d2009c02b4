// The words of Compare: the task, the axis, the lanes, a token's card.

import { count, percent, percentDigits } from "../../core/text/numbers";
import { LEAST_SHOTS, type LaneId, type Step } from "../../core/statistics/readings";
import { capital, examples, inWord } from "../../words/common.en";
import { glasses } from "./glasses/words.en";
import {
  likeliestBefore,
  likeliestNow,
  relabelled,
  reordered,
  turned,
  verdict,
} from "./result/words.en";

const KINDS: Record<LaneId, string> = {
  zero: "zero-shot",
  one: "one-shot",
  few: "few-shot",
  reason: "chain of thought",
};

function kindOf(id: LaneId, k: number): string {
  const least = LEAST_SHOTS[id];
  return k < least ? `${KINDS[id]} from ${examples(least)} on` : KINDS[id];
}

// Why a lane did not run, in short, by the code of the refusal; the whole stands at the Run button.
const FAILED: Record<string, string> = {
  context_length_exceeded: ": its prompt is too long",
  label_conflict: ": two answers cannot be told apart",
  queue_full: ": the server is busy",
};

function tokens(n: number): string {
  return n === 1 ? "1 token" : `${count(n)} tokens`;
}

function examplesSpoken(k: number): string {
  return `${capital(inWord(k))} ${k === 0 || k === 1 ? "example" : "examples"}`;
}

export const compare = {
  compare: {
    title: "What do the examples change?",
    task: "Task",
    ownTask: "Your own",
    ownNamed: (question: string) => `Your own: ${question}`,
    newTask: "New task",
    newTaskHelp:
      "Write a question, examples of how such questions are answered, and the answer you expect. Then press Run.",
    changed: "Changed.",
    nullResult: "A null result.",
    shotSets: "Examples",
    sameShots: (k: number) => `Each order shows the same ${examples(k)}.`,
    otherShots: (k: number, of: number) =>
      `With ${k} of ${of} shown, the other order shows other examples too.`,
    shots: "Examples",
    shotInput: (i: number) => `Example ${i}, question`,
    shotOutput: (i: number) => `Example ${i}, answer`,
    deleteShot: (i: number, input: string) => `Delete example ${i}, ${input}`,
    enterHelp:
      "Enter: the next example. Shift + Enter: a new line in this answer. Alt + ↑ or ↓: another place.",
    moveShot: (i: number, input: string) => `Move example ${i}, ${input}, one up`,
    moveHelp: "Drag it to another place. A press moves it one up, the first one to the end.",
    addShot: "+ add an example",
    question: "Question",
    otherQuestions: "or",
    expected: "Expected answer",
    wording: "Wording",
    instruction: "Instruction before the examples",
    template: "Template",
    templateHelp:
      "{input} and {output} stand for question and answer. One template serves all prompts.",
    answers: "Answers, one a line",
    answersHelp: "They follow the examples and the expected answer until you write your own here.",
    reset: "Back to the task as it was",
    samplingNow: (t: number, seed: number) => `Sampling: temperature ${t}, seed ${seed}`,
    stale: "Edited since the last run.",
    unasked: (left: number, of: number): string =>
      of === 1
        ? "This prompt was not run yet: Run asks the model."
        : left === of
          ? "The model has not been asked yet: press Run, and the glasses fill."
          : "Not all of this was asked yet: press Run, and the other glasses fill.",
    liveRun: (time: string, ms: string) => `Live run, ${time}, ${ms}.`,
    stopped: "Stopped.",
    nothingRan: "Nothing was computed.",
    shownStale: "Edited since: the marks are those of the last run.",
    shownMixed: "Running: the hollow marks with a broken outline are those of the last run.",
    showAsked: (n: number) => `Show the whole question, ${count(n)} characters`,
    foldAsked: "Fold the question",
    tooLong: "This task is too long for a link.",
    awaitedTask: (task: string) =>
      `The address names the task “${task}”, which is none of the page’s: the folder of content is being read …`,
    noTask: (task: string) =>
      `The address names the task “${task}”, and there is none of that name here. If it is of a folder of content, start the server with that folder (--content); or choose a task.`,
    noSet: (set: string, shown: string) =>
      `The address names the examples “${set}”, which this task does not have: “${shown}” are shown.`,
    badLink: "The address held a state this page cannot read. Here is the opening task instead.",
    k: "Examples shown",
    edit: "Edit",
    closeEditor: "Done",
    fewer: "One example fewer",
    more: "One example more",
    playTo: (k: number) => `Play 0 to ${k}`,
    pause: "Stop playing",
    kOption: (k: number) => examples(k),
  },

  axis: {
    label: (k: number) => `Probability of each answer with no example, with 1 and with ${k}`,
    anyOther: "any other",
    legend: (k: number) => examples(k),
    legendFew: "no example yet",
    tableAnswer: "Answer",
    tableCaption: "Probability in percent, and changes in percentage points",
    changeShown: (k: number) => `0 → ${k}: change in percentage points`,
    reason: (k: number) => `${examples(k)}, with reasoning`,
    change: (from: Step, to: Step) => `${from} to ${to}`,
    other: "What is in “any other”",
    otherOf: (k: number) => `With ${examples(k)}`,
    otherRest: (tokens: number) => `${count(tokens)} more tokens`,
    begins: (label: string) => `without “${label}”, which it begins`,
    otherTeaser: (lanes: readonly { k: number; list: string }[]) =>
      lanes.map(({ k, list }) => `with ${examples(k)} ${list}`).join("; "),
    apart: (word: string) =>
      `“any other” is all that has no row, “${word}” too, which has a part of its own in the glasses.`,
    boundary: (labels: string) =>
      `The answer ${labels} merges with the last letters of the prompt into other tokens, so its score starts from other tokens than the prompt shown.`,
    waiting: "How likely each answer is will stand here.",
    noQuestion: "There is no question yet.",
    atOne:
      "The model’s own probabilities over its whole vocabulary, at T = 1, before sampling settings.",
    runNow: "Run this task",
    noAnswers: "There are no answers to score. Give an expected answer, or read the texts below.",
  },

  ...glasses,
  verdict,
  likeliestBefore,
  likeliestNow,
  relabelled,
  reordered,
  turned,
  inForm: "in the asked form",
  inFormHelp: "How likely it says any of the answers.",
  forRight: "for the expected answer",
  forRightOf: (before: string | null) => `of that${before === null ? "" : `, from ${before}`}`,
  forRightHelp: "Of what falls on the answers, how much falls on the expected one.",
  scarce:
    "The model hardly ever gives one of these answers; the share says only which of them it finds likelier.",
  from: (before: string) => `from ${before}`,

  lanes: {
    title: "The prompts and what the model wrote",
    wrote: "What the model wrote",
    heading: ((k) => (k === 0 ? "No example" : capital(examples(k)))) as (
      k: number,
      id: LaneId,
    ) => string,
    kind: (id: LaneId, k: number): string[] => [kindOf(id, k)], // under the heading, where it does not say it
    tokens: (n: number, context: number) => `${tokens(n)} of ${count(context)}`,
    tokensOnly: tokens,
    whichOne: "Which example the one-shot prompt shows",
    whichOption: (i: number, input: string) => `example ${i}: ${input}`,
    prompt: "The exact prompt",
    seeInside: "See inside",
    seeInsideOf: ((k) => `See inside: ${k === 0 ? "no example" : examples(k)}`) as (
      k: number,
      id: LaneId,
    ) => string,
    instruction: "Instruction",
    example: (i: number) => `Example ${i}`,
    question: "Question",
    more: (n: number) => `… ${n} more`,
    fold: "Fold",
    answer: (n: number) => `Sample ${n}`,
    drawn: (temperature: number) =>
      temperature === 0
        ? "Greedy: the likeliest token each time"
        : `One draw at temperature ${temperature}`,
    nothingYet: "Not run yet",
    waiting: "Waiting for the model",
    stale: "Edited since this run",
    ended: {
      length: "cut at the length limit",
      cancelled: "stopped",
      stop_token: "ended by the model",
      stop_text: "",
    },
    right: "the expected answer",
    empty: "The model ended at once, without a word.",
    surprise:
      "The bar under a token is its surprise, −log p: the taller, the less likely. Select a token to see what else could have stood there. ␣ is a space that could not be seen.",
    tokenLabel: (text: string, p: number, rank: number) =>
      `${text}, ${percent(p)}, rank ${rank + 1}`,
    failed: (code: string) => `This prompt did not run${FAILED[code] ?? ""}.`,
  },

  choice: {
    rank: (rank: number) => `rank ${rank + 1}`,
    greedy: "Greedy: the likeliest token is taken, no random number is drawn.",
    draw: (u: string, token: string) =>
      `The random number ${u} fell here in the part of “${token}”.`,
    drawOnly: (u: string) => `The random number was ${u}.`,
    filters: (temperature: string, left: string) =>
      `Lengths after temperature ${temperature}${left}; the bars above show the model’s own probabilities.`,
    left: (n: number) => ` and filters, which left ${n === 1 ? "1 token" : `${count(n)} tokens`}`,
    how: "See how it was chosen",
    entropy: (value: string) => `entropy ${value} nats`,
    logprob: (value: string) => `log p ${value} nats`,
  },

  settings: {
    temperature: "Temperature",
    top_k: "Top-k",
    top_p: "Top-p",
    n: "Samples",
    seed: "Seed",
    max_tokens: "Length in tokens",
    help: {
      temperature: "0 takes the likeliest token",
      top_k: "0 is off",
      top_p: "1 is off",
      n: "1 to 8",
      seed: "the same seed, the same text",
      max_tokens: (most: number) => `1 to ${count(most)}`,
    },
    note: "The marks show the model’s own probabilities, before any of this.",
    outOfRange: (min: number, max: number) =>
      `A number from ${count(min)} to ${count(max)} was expected.`,
    wholeOutOfRange: (min: number, max: number) =>
      `A whole number from ${count(min)} to ${count(max)} was expected.`,
  },

  spoken: {
    lane: (k: number, label: string, p: number, right: boolean | null) =>
      `${examplesSpoken(k)}: ${label} ${percentDigits(p).replace("<", "under").replace(">", "over")} percent${right === true ? ", expected answer" : ""}.`,
    /** Where the likeliest next word is none of the answers that are compared, or another one. */
    next: (word: string, lane: string) => `${lane} Likeliest next word: ${word}.`,
    laneText: (k: number, text: string) => `${examplesSpoken(k)}: the model wrote ${text}.`,
    failed: (k: number, detail: string) => `${examplesSpoken(k)}: ${detail}`,
  },
};

// The words of the reasoning lane: its switch, its marks, what it wrote before it answered.

export const reasoning = {
  reasoning: {
    fold: "Reasoning first",
    foldOn: (n: number) => `Reasoning first: mean of ${samples(n)}`,
    show: "One more prompt, which reasons before it answers",
    n: "Samples",
    max_tokens: "Longest, in tokens",
    help: {
      n: "1 to 8, each its own reasoning",
      max_tokens: (most: number) => `1 to ${count(most)}, then it must answer`,
    },
    about:
      "Its examples show their reasoning, and the model writes one of its own. After each the answers are read out; the mark is their mean, the line reaches from the lowest to the highest. The answer after a reasoning is the likeliest one, without a draw.",
    shot: (i: number) => `Example ${i}, reasoning`,
    shotShort: "because",
    heading: (k: number) =>
      k === 0 ? "No example, with reasoning" : `${capital(examples(k))}, with reasoning`,
    meanOf: (n: number) => `mean of ${samples(n)}`,
    legend: (k: number, n: number) =>
      `${examples(k)}, with reasoning: mean of ${samples(n)}, lowest to highest`,
    lowest: "R, lowest sample",
    highest: "R, highest sample",
    sample: (i: number) => `Sample ${i}`,
    wrote: (i: number) => `Reasoning of sample ${i}`,
    answer: (i: number) => `Answer of sample ${i}`,
    ends: "These words of the template end the reasoning",
    forced: "It had not come to its end; these words were put there.",
    readOut: (label: string, p: number) => `“${label}” ${percent(p)}`,
    spoken: (k: number, n: number, label: string, p: number, right: boolean | null) =>
      `${capital(examples(k))} with reasoning, mean of ${samples(n)}: ${label} ${percentDigits(p).replace("<", "under").replace(">", "over")} percent${right === true ? ", expected answer" : ""}.`,
  },
};

function samples(n: number): string {
  return n === 1 ? "1 sample" : `${n} samples`;
}
