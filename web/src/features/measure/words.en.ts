// The words of Measure.

import type { Difference } from "../../core/api/api.gen";
import { count, points, shortPercent, shortPercentDigits } from "../../core/text/numbers";
import type { Settings } from "./questions/settings";
import type { Duration } from "./run/duration";
import { isSure, levelText, pointsBetween } from "../../core/measurement/bounds";
import { causeQuestions, causes } from "./causes/words.en";
import { columns, figures, kinds } from "./figures/words.en";
import { sentences } from "./sentence/words.en";
import { findings } from "./recorded/words.en";
import { slice } from "./slice/words.en";

const questionCount = (n: number) => (n === 1 ? "1 question" : `${count(n)} questions`);
const examples = (k: number) => (k === 1 ? "1 example" : `${count(k)} examples`);
const rows = (n: number) => (n === 1 ? "1 row" : `${count(n)} rows`);
const size = (share: number) => `${Math.round(1000 * share) / 10} points`;

/** The rule of comparisons, as it stands in statistics/comparison.py. */
const tested = (smallest: number, comparisons: number) =>
  `Questions and sets of examples are both random: the variance of a change is clustered both ways. Two conditions differ when its p is below 0.05 after Holm’s correction over all ${comparisons} comparisons of the plan; of one draw it is McNemar’s exact test, and holds for this one set of examples. The interval is at the level that the correction asks for, so it leaves out 0 exactly where the two differ. Where they do not, the answer is “no difference as large as ${size(smallest)}” if the whole interval is smaller, and “not enough to say” if it is not.`;
const ranged =
  "The range is from the lowest to the highest. Since this pair is picked because it lies farthest apart, its interval is widened until it holds for all pairs at once (Fisher’s randomisation test over questions; over several draws, Bonferroni’s). They are told apart when the interval lies above 0.";
const right =
  "An answer is right when the expected one is likelier than every other answer. With the bias taken out (calibration), each is divided by its mean probability after inputs without content (Zhao et al. 2021).";

type Share = { answer: string; n: number };
const shares = (counts: readonly Share[]) =>
  counts.map(({ answer, n }) => `${count(n)} “${answer}”`).join(", ");
const takes = (time: string | null) => (time === null ? "" : `, in about ${time}`);

type About = (settings: Settings) => string;
type Rule = (smallest: number, comparisons: number) => string[];

const pText = (p: number) => (p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(3)}`);

export const measure = {
  measure: {
    sentences,
    slice,
    findings,
    parts: {
      name: "Which part of the model does it?",
      title: "Looked for",
      names: { "which-head": "attention heads", "which-vector": "one vector" },
    },
    question: "What do you want to know?",
    second: "Second model",
    inBrowser:
      "The model in this browser cannot measure: many prompts are read at once on the computer that serves the page.",
    useComputer: "Use this computer",
    noServer: "Measuring needs the server. Start it, then reload this page:",
    serve: "shotglass serve",
    subject: { examples: "with the examples of", comma: ": ", changed: ", changed" },
    stamps: {
      task: "task learned",
      form: "form learned",
      none: "no verdict",
      yes: "yes",
      reverse: "the reverse",
      no: "no",
      few: "too few",
      both: "up and down",
      measured: "measured",
      running: "running",
      stopped: "stopped",
      here: "unavailable",
      unasked: "▸ run",
    },
    lines: {
      change: (from: number, to: number) => `${shortPercentDigits(from)} → ${shortPercent(to)}`,
      between: (low: number, high: number) =>
        low === high ? shortPercent(low) : `${shortPercentDigits(low)}–${shortPercent(high)}`,
      points: (change: number) => `${points(change)} points`,
      of: (line: string, n: number) => `${line}, n = ${count(n)}`,
    },
    last: "What you measured last is of something else.",
    showLast: "Show it",
    unrecorded: (what: string, time: string | null) =>
      `No answer ships with Shotglass. “Measure it here” asks the model${takes(time)}. ${what}`,
    lacking: (what: string) =>
      `Paste questions with their answers, and this can be measured. ${what}`,
    copy: (title: string, what: string, time: string | null) =>
      `Your changed copy of ${title}: “Measure it here” asks the model${takes(time)}. ${what}`,
    shipped: (title: string) => `${title} as recorded`,
    stopped: (done: number, all: number) =>
      `Partial: ${done} of ${all} conditions are measured; nothing is compared.`,
    made: (models: string, time: string) => `Measured with ${models}, ${time}.`,
    headsOff: (heads: string) => `These heads were switched off (layer.head): ${heads}.`,
    recalled: {
      back: "Measured before this page was reloaded. This tab alone holds it, until it is closed: a saved record keeps it.",
      large:
        "What was measured before this page was reloaded is gone: it is more than a tab can hold. “Save the record” keeps the next one.",
      ended:
        "The search that ran ended when this page was reloaded, and nothing of it is left. Leaving for another view does not end it.",
    },
    opened: {
      label: "A record from a file",
      more: (n: string) => `and ${n} more`,
      close: "Close the record",
    },
    details: "Details",
    rule: "The rule",

    task: { changed: "This task was changed; its questions are those of the task." },

    items: {
      waiting: "the task’s questions …",
      tasks: (n: number) => questionCount(n),
      yours: (n: number) => `${rows(n)} of your own`,
      split: (shots: number, questions: number, there: number) =>
        `${examples(shots)} and ${questionCount(questions)}, no overlap${questions < there ? ` (${count(questions)} of ${count(there)}, chosen by the seed)` : ""}.`,
      leftOut: (n: number) =>
        n === 1
          ? "1 question that is an example is left out."
          : `${count(n)} questions that are examples are left out.`,
      repeated: (n: number) =>
        `${rows(n)} that ${n === 1 ? "asks" : "ask"} what an earlier one asks ${n === 1 ? "is" : "are"} left out.`,
      notFetched: "The task’s questions could not be fetched: the server does not answer.",
      examplesFrom: "Examples from",
      from: { rows: "some of the rows, which are then not asked", task: "the task" },
      template: "Asked as",
      space: (begins: boolean): string =>
        begins
          ? "Answers begin with a space: yes, as the template ends without one before {output}."
          : "Answers begin with a space: no, as what stands before {output} in the template needs none.",
      pool: (n: number) => `The ${rows(n)} shown as ${n === 1 ? "an example" : "examples"}`,
      drawn: (seed: number) =>
        `Chosen by the seed, ${seed}, one answer after another; another seed chooses others.`,
      even: (counts: readonly Share[]) => `Examples by answer: ${shares(counts)}.`,
      uneven: (counts: readonly Share[]) =>
        `Not balanced: of the examples ${shares(counts)}. The rows have too few of an answer, or there are more answers than examples.`,
      drop: "Back to the task’s",
    },

    own: {
      label: "Rows: question, expected answer",
      help: "From a spreadsheet, as CSV, TSV, JSON or JSON Lines, with any names of columns; or a tab, a comma, a semicolon or -> between the two. 1\u202f000 rows at most. Without answers of its own (a|b) each row is asked with all that occur.",
      file: "From a file",
      encoding: "Encoding of the file",
      unicode: "UTF-8, or UTF-16 with its mark",
      use: (n: number) =>
        n === 0 ? "Use these" : `Use ${n === 1 ? "this row" : `these ${rows(n)}`}`,
      columnsAre: "Columns",
      roles: { input: "question", expected: "answer", labels: "choose from" },
      allAnswers: "all answers",
      choose: "choose …",
      numbered: (name: string, first?: string) =>
        first === undefined ? `column ${name}` : `column ${name}: ${first}`,
      header: "The first row names the columns",
      isHeader: (input: string, expected: string) =>
        `Is the first row a header? “${input}”, “${expected}”`,
      first: (input: string, expected: string) => `First: “${input}”, answer “${expected}”`,
      large: (name: string) => `${name} has more than 4 MB; 1\u202f000 rows at most were expected.`,
    },

    causes,

    questions: {
      ...causeQuestions,
      examples: {
        name: "Do more examples help?",
        about: ({ k, draws }: Settings) =>
          `${k.join(", ")} examples, ${draws === 1 ? "1 set" : `${draws} sets`} of them`,
        title: "Right answers by the number of examples",
        waiting: "The same questions with no, few and many examples, drawn several times.",
        rule: (smallest: number, comparisons: number) => [
          right,
          `Each number of examples is compared with the next, and the smallest with the largest. ${tested(smallest, comparisons)}`,
          "Intervals hold for other questions and other sets of examples (crossed random effects). The best number of examples is never tested: it is chosen after the fact.",
        ],
      },
      order: {
        name: "Does their order matter?",
        about: ({ k, orders, questions }: Settings) =>
          `${orders} orders of ${k.join(", ")}; ${questionCount(questions)}`,
        title: "The same examples, in different orders",
        waiting: "The same examples and questions; only the order of the examples differs.",
        rule: (() => [
          right,
          ranged,
          "What the model says after a last example is described, not tested (Zhao et al. 2021, Lu et al. 2022).",
        ]) as Rule,
      },
      labels: {
        name: "Are the answers read?",
        about: (() => "examples with right answers, 100 to 0 %, random names, none") as About,
        title: "Right answers by how many examples have a right answer",
        waiting: "The same examples with some answers wrong, with random names, and without any.",
        rule: (smallest: number, comparisons: number) => [
          right,
          `The slope from all answers wrong to all right is that of Yoo et al. (2022); the model reads the answers when its interval lies above 0. Each kind of answers is also compared with right ones. ${tested(smallest, comparisons)}`,
        ],
      },
      format: {
        name: "Does the format matter?",
        about: ({ formats }: Settings) =>
          `8 templates that mean the same${formats.length === 0 ? "" : `, ${formats.length} of yours`}`,
        title: "The same examples, in templates that mean the same",
        waiting: "Only what stands between question and answer differs.",
        rule: (smallest: number, comparisons: number) => [
          right,
          ranged,
          `Each template is also compared with the task’s own. ${tested(smallest, comparisons)} No template is called the best (Sclar et al. 2024).`,
        ],
      },
      models: {
        name: "Is another model better?",
        about: (() => "the same questions, paired") as About,
        title: "Two models on the same questions",
        waiting: "Both models get the same prompts; each cuts them into its own tokens.",
        rule: (smallest: number, comparisons: number) => [
          right,
          `The models are compared question by question, for each number of examples, and the numbers of examples with one another. ${tested(smallest, comparisons)}`,
        ],
      },
    },

    obstacles: {
      "few-examples": "needs more examples",
      "own-labels": "needs fixed answers",
      "one-model": "needs a second model",
    },

    settings: {
      title: "Settings",
      names: {
        k: "Numbers of examples",
        draws: "Sets of examples",
        orders: "Orders, at most",
        questions: "Questions, at most",
        pool: "Rows that are examples",
        seed: "Seed",
        difference: "Difference that matters, points",
        free: "Inputs without content, one a line",
        formats: "Templates",
        heads: "Heads switched off",
      },
      bounds: (low: number, high: number) => `${count(low)} to ${count(high)} was expected.`,
      wrongK: "Whole numbers from 0 to 64, parted by commas, were expected.",
      oneK: "Orders are compared at one number of examples, 2 or more.",
      wrongFree: "16 different lines at most were expected.",
      freeHelp:
        "To take the bias out (calibration); an empty line is an empty input. Nothing here: it stays in, as it does where each question has answers of its own.",
      headsHelp:
        "Layer and head, both from 0, as Inside names them: 17.5, 3.0. They add nothing at any token; all is then computed in fp32, more slowly.",
      wrongHeads: "Up to 32 different heads were expected, each as layer.head: 17.5, 3.0.",
      template: "A template of yours, with {input} and {output}",
      known: "This template is in the list already.",
      add: "Add the template",
      remove: "Remove",
      reset: "Back to the question’s own settings",
    },

    run: {
      measure: "Measure it here",
      keeps: "What is finished stays.",
      notReady: "The model is not ready yet.",
      cost: (questions: number, of: number, time: string | null) =>
        `Asks ${questions < of ? `${count(questions)} of ${count(of)}` : questionCount(questions)}, ${time === null ? "timing a few …" : `about ${time}`}`,
      prompts: (prompts: string) => `${prompts} prompts`,
      time: ({ amount, unit }: Duration) =>
        unit === "second" ? `${amount} s` : unit === "minute" ? `${amount} min` : `${amount} h`,
      without: (heads: string) => `Heads switched off: ${heads}.`,
      unvaried: "Nothing is varied: one condition is measured, and nothing is compared.",
      starting: "Timing some prompts, then it begins …",
      bar: "Prompts that are read",
      progress: (
        done: string,
        total: string,
        left: string,
        right: { count: string; n: string } | null,
      ) =>
        `${done} of ${total} · ${left} left${right === null ? "" : ` · ${right.count} of ${right.n} right in this condition so far`}`,
      tooLong: "This plan is too long for a link; the address does not hold it.",
    },

    columns,
    kinds,

    figures,

    disagreements: {
      title: "Where they differ",
      caption: (k: number, n: number, of: number) =>
        `${k === 0 ? "Without examples" : `With ${examples(k)}`} the two say different things to ${count(n)} of ${questionCount(of)}; ✓ is the expected answer.`,
      question: "question",
      expected: "expected",
      right: (label: string) => `${label} ✓`,
      tie: "two alike",
      none: (k: number) =>
        `${k === 0 ? "Without examples" : `With ${examples(k)}`} both give the same answer to every question.`,
      all: (n: string) => `Show all ${n}`,
      fewer: "Show fewer",
    },

    compared: {
      title: (n: number) => (n === 1 ? "1 comparison" : `${n} comparisons`),
      k: (from: number, to: number) => `${from} → ${examples(to)}`,
      model: (k: number) => (k === 0 ? "without examples" : `with ${examples(k)}`),
      labels: (from: string, to: string) => `${from} → ${to}`,
      share: (percent: number) => `${percent} % right`,
      calibrated: (k: number) => `bias taken out, ${k === 0 ? "no example" : examples(k)}`,
      answer: (d: Difference, smallest: number) => {
        const by = `${points(d.change.value)} points [${pointsBetween(d.change.low, d.change.high)}]${levelText(d)}, ${pText(d.holm)}`;
        const here = isSure(d) ? "" : ", with these sets of examples"; // of older records
        if (d.answer === "higher") return `${by}: more are right${here}.`;
        if (d.answer === "lower") return `${by}: fewer are right${here}.`;
        const single = isSure(d)
          ? " Its interval alone leaves out 0; p, corrected for all comparisons, is not small enough."
          : "";
        if (d.answer === "none as large")
          return `${by}: cannot be told apart, and no difference is as large as ${size(smallest)}.${single}`;
        return `${by}: cannot be told apart; n is not enough to say.${single}`;
      },
    },

    conditions: {
      title: "All conditions",
      caption: (n: number) => `${n === 1 ? "1 condition" : `${count(n)} conditions`}, in percent`,
      all: (n: string) => `Show all ${n}`,
      fewer: "Show fewer",
    },

    tools: {
      title: "Take it along",
      csv: "Save the readings as CSV",
      record: "Save the record",
      again: "Run again",
      goOn: "Go on",
      open: "Open a record",
      lmEval: "As an lm-eval task:",
      saveTask: "Save YAML and JSONL",
      large: (name: string) => `${name} is larger than 100 MB.`,
      noRecord: (name: string, detail: string) =>
        `${name} is no record of a measurement. At fault: ${detail}`,
    },
  },
};
