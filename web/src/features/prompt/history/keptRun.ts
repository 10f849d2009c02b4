// A run as the history keeps it: the bytes of its file, with what the list says of it beside them.

import { encode } from "../../../core/address/url";
import { FIELDS } from "../../../core/decoding/settings";
import { leastForm } from "../../../core/runFile/interventions";
import type { WrittenRun } from "../../../core/runFile/runs";
import { viewSettings } from "../../../core/runFile/settings";
import { DEFAULTS, write, type PromptState } from "../address";
import { SAME, type BesideState } from "../beside/address";
import { chatOf } from "../chat/turns";

const SHOWN = 200; // characters of a beginning

/** A run is known by when it was made. */
export interface KeptRun {
  id: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** What the list of runs says of one. */
export interface Head {
  id: string;
  at: string; // when it was made, ISO 8601
  models: string[]; // names, a column each
  query: string; // of its address; "" where that is too long for one
  prompt: string; // its beginning
  text: string; // the beginning of the first sample
  tokens: number;
  bytes: number;
}

/** Its file, written a sample at a time, so that a run of many tokens holds up no frame. */
export async function bytesOf(run: WrittenRun): Promise<Uint8Array<ArrayBuffer>> {
  const columns: string[] = [];
  for (const { sources, samples } of run.results.columns) {
    const texts: string[] = [];
    for (const sample of samples) {
      texts.push(JSON.stringify(sample));
      await nextTask();
    }
    columns.push(`{"sources":${JSON.stringify(sources)},"samples":[${texts.join()}]}`);
  }
  const rest = { ...run, shotglass_run: leastForm(run), results: undefined };
  const beginning = JSON.stringify(rest).slice(0, -1);
  const text = `${beginning},"results":{"columns":[${columns.join()}]}}\n`;
  return new TextEncoder().encode(text);
}

/** At once in a tab that is hidden, where timers are slow and whose end may be near. */
function nextTask(): Promise<void> {
  if (document.hidden) return Promise.resolve();
  return new Promise((done) => setTimeout(done));
}

/** A run of the future would outlive every run of one's own: it is listed as of now. */
export function headOf(run: WrittenRun, bytes: number): Head {
  const { made, models, question, results } = run;
  const samples = results.columns.flatMap((column) => column.samples);
  const texts = samples[0]?.parts.map((part) =>
    part.kind === "typed" ? part.text : part.token.text,
  );
  const query = write(addressOf(run));
  const isLink = encode({ view: "prompt", query }) !== null;
  const now = new Date();
  return {
    id: made,
    at: Date.parse(made) > now.getTime() ? now.toISOString() : made,
    models: question.columns.map(({ model }) => models[model]?.name ?? ""),
    query: isLink ? query.toString() : "",
    prompt: (question.columns[0]?.prompt ?? "").slice(0, SHOWN),
    text: (texts ?? []).join("").slice(0, SHOWN),
    tokens: samples.flatMap(({ parts }) => parts.filter(({ kind }) => kind === "token")).length,
    bytes,
  };
}

/** What asks for the same in the address. */
export function addressOf({ models, question }: WrittenRun): PromptState {
  const [first, second] = question.columns.map(({ model, settings, ...rest }) => {
    return { ...rest, ...viewSettings(settings), model: models[model]?.id ?? null };
  });
  const { prompt = "", settings = DEFAULTS, model = null, constraint = null, chat } = first ?? {};
  const beside = first === undefined || second === undefined ? null : besideOf(first, second);
  const shared = { settings, constraint, model, beside };
  if (chat === undefined) return { mode: "text", text: prompt, ...shared };
  return { mode: "chat", text: "", chat: chatOf(chat), ...shared };
}

type Asked = Pick<WrittenRun["question"]["columns"][number], "prompt" | "chat"> &
  Pick<ReturnType<typeof viewSettings>, "settings"> & { model: string | null };

/** In Chat both prompts are the same conversation, as two templates may write it. */
function besideOf(first: Asked, second: Asked): BesideState {
  const own = FIELDS.filter((field) => second.settings[field] !== first.settings[field]);
  const same = second.chat !== undefined || second.prompt === first.prompt;
  return {
    ...SAME,
    model: second.model === first.model ? null : second.model,
    text: same ? null : second.prompt,
    settings: Object.fromEntries(own.map((field) => [field, second.settings[field]])),
  };
}
