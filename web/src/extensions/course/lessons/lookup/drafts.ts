// Prompt lookup as the server does it (engine/strategies/prompt_lookup.py): what is drafted before
// each run of the model, and how much of it the model's own text confirms.

const [LONGEST, SHORTEST] = [3, 2]; // tokens that must have stood before, the longer the better
const [MOST, LEAST] = [8, 2]; // tokens that are drafted at once
const [FAILURES, PAUSE] = [3, 16]; // wrong drafts in a row; tokens without a draft after them

/** One run of the model. */
export interface Run {
  first: number; // the place in the context of the token that it decides first
  draft: readonly number[]; // ids
  from: number; // where in the context the draft stood; what is alike stands before it
  alike: number; // tokens
  accepted: number; // tokens of the draft
}

/** The runs in which a model writes `written` after `prompt`. The first one reads the prompt. */
export function runsOf(prompt: readonly number[], written: readonly number[]): Run[] {
  const context = [...prompt, ...written];
  const runs: Run[] = [{ first: prompt.length, ...NO_DRAFT, accepted: 0 }];
  const rule = { most: MOST / 2, failures: 0, restUntil: 0 };
  for (let place = prompt.length + 1; place < context.length;) {
    const most = Math.min(rule.most, context.length - place - 1);
    const draft =
      place < rule.restUntil || most < 1 ? NO_DRAFT : draftAt(context.slice(0, place), most);
    const accepted = agreed(draft.draft, context.slice(place));
    runs.push({ first: place, ...draft, accepted });
    if (draft.draft.length > 0) learn(rule, draft.draft.length, accepted, place);
    place += accepted + 1;
  }
  return runs;
}

const NO_DRAFT = { draft: [], from: 0, alike: 0 } as const;

/** What followed the last time that the context's last tokens stood in it before. */
function draftAt(context: readonly number[], most: number): Omit<Run, "first" | "accepted"> {
  for (let alike = LONGEST; alike >= SHORTEST; alike--) {
    const end = context.slice(-alike);
    for (let from = context.length - 1; from >= alike; from--) {
      if (end.every((id, i) => context[from - alike + i] === id))
        return { draft: context.slice(from, from + most), from, alike };
    }
  }
  return NO_DRAFT;
}

function agreed(draft: readonly number[], written: readonly number[]): number {
  const wrong = draft.findIndex((id, i) => id !== written[i]);
  return wrong < 0 ? draft.length : wrong;
}

/** More is drafted after drafts that were right, less after wrong ones, nothing after many of them. */
function learn(
  rule: { most: number; failures: number; restUntil: number },
  drafted: number,
  accepted: number,
  place: number,
) {
  if (accepted > 0) {
    rule.failures = 0;
    rule.most = accepted === drafted ? Math.min(MOST, 2 * rule.most) : Math.max(LEAST, accepted);
    return;
  }
  rule.failures += 1;
  rule.most = LEAST;
  if (rule.failures === FAILURES) [rule.failures, rule.restUntil] = [0, place + PAUSE];
}

/** A state of the drawing: a run, and how much of its draft has been looked at. */
export interface Moment {
  run: number; // its place among the runs
  kind: "draft" | "accepted" | "refused" | "own" | "plain";
  written: number; // tokens of the text that stand there now
}

/** What is seen one after the other: a draft, each of its tokens accepted or refused, what the run
 * itself adds. */
export function momentsOf(runs: readonly Run[]): Moment[] {
  const start = runs[0]?.first ?? 0;
  return runs.flatMap(({ first, draft, accepted }, run): Moment[] => {
    const before = first - start;
    if (draft.length === 0) return [{ run, kind: "plain", written: before + 1 }];
    const right = Array.from({ length: accepted }, (_, i): Moment => {
      return { run, kind: "accepted", written: before + i + 1 };
    });
    const kind = accepted < draft.length ? "refused" : "own";
    return [
      { run, kind: "draft", written: before },
      ...right,
      { run, kind, written: before + accepted + 1 },
    ];
  });
}
