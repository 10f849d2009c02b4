// What is chosen on the left of Measure, from the task to the settings of the question: a plan, which
// a run measures or searches.

import { templateFault } from "../../core/measurement/formats";
import type { Plan } from "../../core/measurement/plan";
import { EMPTY_QUESTION } from "../../core/prompting/parts";
import type { PromptError } from "../../core/prompting/template";
import { WITH_ITEMS } from "../../core/gallery/gallery";
import { read as readTask } from "../../core/address/compare";
import { taskPart } from "../../core/address/measure";
import { draft } from "../../state/draft.svelte";
import { items } from "../../state/items.svelte";
import { precision } from "../../state/precision.svelte";
import { route } from "../../state/route.svelte";
import { server } from "../../state/server.svelte";
import { read, write } from "./address";
import { fittedBeside } from "./causes/search";
import type { OwnItem } from "./items/ownItem";
import { ownSource, taskSource, type Source } from "./items/source";
import { fitting, lacksItems, obstacleOf, planOf } from "./plan";
import type { Obstacle, QuestionId } from "./questions/question";
import { COMMON, type Settings } from "./questions/settings";
import { questionOf } from "./questions/table";

/** A file whose record is shown: it has a task of its own, and nothing else is asked beside it. */
export interface OpenedRecord {
  name: string;
  at: number; // when it was opened, which tells it from others by this name
}

const OF_RECORD = "record ";

/** Whether a result came from a file, with a task of its own: it is brought under no other one. */
export function isOfRecord(subject: string | null): boolean {
  return subject?.startsWith(OF_RECORD) === true;
}

class Chosen {
  id = $state<QuestionId>("examples");
  record = $state.raw<OpenedRecord | null>(null);
  changed = $state.raw<Partial<Settings>>({}); // of the settings, by a person
  otherId = $state<string | null>(null); // the second model that was chosen
  own = $state.raw<readonly OwnItem[] | null>(null);
  repeated = $state(0); // rows of them that were left out
  examplesFrom = $state<"task" | "rows">("rows"); // of own items
  template = $state<string | null>(null); // of own items with examples from among them
  itemsMissing = $state(false); // the task's could not be fetched

  readonly question = $derived(questionOf(this.id));

  readonly settings = $derived<Settings>(this.settingsOf(this.id));

  /** Of any question, as it would be asked. */
  settingsOf(id: QuestionId): Settings {
    const changed = id === this.id ? this.changed : shared(this.changed);
    return { ...COMMON, ...questionOf(id).defaults, ...changed };
  }

  /** The same, with no more examples than there are, where there are questions at all. */
  fittingOf(id: QuestionId): Settings {
    const { source } = this;
    const settings = this.settingsOf(id);
    return source.items.length < 2 ? settings : fitting(settings, questionOf(id), source);
  }

  readonly models = $derived(server.models.filter((model) => model.task === "causal-lm"));
  readonly others = $derived(this.models.filter((model) => model.id !== server.model?.id));

  /** The second model, where the question needs one. */
  readonly other = $derived<string | null>(
    this.id !== "models"
      ? null
      : ((this.others.find(({ id }) => id === this.otherId) ?? this.others[0])?.id ?? null),
  );

  readonly source = $derived<Source>(
    this.own === null
      ? taskSource(draft.entry, draft.prompt, draft.set, draft.entry?.items ?? [])
      : ownSource(draft.entry, draft.prompt, draft.set, this.own, {
          examples: this.examplesFrom,
          template: this.template,
        }),
  );

  /** What is asked of, apart from how: results are shown beside what they were measured on. */
  readonly subject = $derived.by(() => {
    if (this.record !== null) return OF_RECORD + JSON.stringify(this.record);
    const { template, instruction } = this.source.prompt;
    const examples = this.usesTask ? [draft.task, draft.set, draft.shots] : [];
    return JSON.stringify([server.model?.id, instruction, template, examples, this.own]);
  });

  /** Whether anything of the task in use is asked: not of rows with examples of their own. */
  get usesTask(): boolean {
    return this.own === null || this.examplesFrom === "task";
  }

  /** Whether the task in use has examples that rows of one's own can be asked with. */
  readonly taskHasExamples = $derived(draft.shots.length > 0);

  /** Whether the task's items are still on their way. */
  readonly waiting = $derived(
    this.own === null &&
      !this.itemsMissing &&
      draft.task !== null &&
      WITH_ITEMS.has(draft.task) &&
      items.of(draft.task).length === 0,
  );

  /** Whether there are no questions to ask: then they are to be brought, whatever one wants to know. */
  readonly lacking = $derived(!this.waiting && lacksItems(this.source));

  obstacle(id: QuestionId = this.id): Obstacle | null {
    const available = { source: this.source, models: this.models.length };
    return obstacleOf(questionOf(id), available);
  }

  /** What is wrong with the task, where its wording is asked. The rows are the questions: that the task
   * has none of its own yet is no fault here. */
  get fault(): PromptError | null {
    const fault = this.usesTask || draft.task === null ? draft.fault : null;
    return fault?.pointer === EMPTY_QUESTION ? null : fault;
  }

  /** All of it, as one plan; null where nothing can be asked. */
  readonly plan = $derived.by<Plan | null>(() => {
    if (this.record !== null || server.model === null) return null;
    if (this.waiting || this.lacking) return null;
    if (this.obstacle() !== null || this.fault !== null) return null;
    const { question, source, other } = this;
    if (templateFault(source.prompt.template) !== null) return null;
    const questions = this.settings.questions + fittedBeside(this.id);
    const settings = { ...this.settings, questions };
    return planOf({ question, settings, source, of: precision.of(server.model), other });
  });

  choose(id: QuestionId): void {
    route.mark();
    this.id = id;
    this.changed = shared(this.changed);
  }

  set(edit: Partial<Settings>): void {
    this.changed = { ...this.changed, ...edit };
  }

  take(own: readonly OwnItem[] | null, repeated = 0): void {
    route.mark();
    this.own = own;
    this.repeated = repeated;
  }

  /** The items of the task in use, which come when they are first needed. */
  async fetchItems(): Promise<void> {
    this.itemsMissing = false;
    const { task } = draft;
    if (task === null || !WITH_ITEMS.has(task) || items.of(task).length > 0) return;
    try {
      await items.load(task);
    } catch {
      this.itemsMissing = draft.task === task;
    }
  }

  /** What a record answers, until another task is asked for. */
  open(name: string, id: QuestionId): void {
    this.choose(id);
    this.record = { name, at: Date.now() };
  }

  /** A way here from a task of one's own keeps the rows that were brought for it. */
  adopt(query: URLSearchParams, here = false): void {
    if (query.size === 0) return; // the view's bare name brings nothing
    const namesTask = taskPart(query).size > 0 || query.has("items");
    if (this.record !== null && !namesTask) return; // it is the address of the record itself
    this.record = null;
    const { own, examplesFrom, template } = this;
    const keepsRows = here && !query.has("task") && !query.has("items") && own !== null;
    const state = {
      ...read(query),
      ...(keepsRows ? { own, examples: examplesFrom, template } : {}),
    };
    this.#adoptTask(query);
    this.id = state.question ?? "examples";
    this.changed = state.settings;
    this.otherId = state.other ?? null;
    this.own = state.own ?? null;
    this.examplesFrom = state.examples ?? "rows";
    this.template = state.template ?? null;
  }

  /** The task alone; how Compare runs it stays as it is. */
  #adoptTask(query: URLSearchParams): void {
    const task = taskPart(query);
    if (task.size === 0 || task.toString() === taskPart(draft.toQuery()).toString()) return;
    const { k, oneShot, settings } = draft;
    draft.adopt({ ...readTask(task), k, oneShot, settings });
  }

  /** A record is in no link, and no other task in its place. */
  toQuery(): URLSearchParams {
    if (this.record !== null) return write({ question: this.id, settings: {} });
    const query = write({
      question: this.id,
      settings: this.changed,
      ...(this.otherId === null ? {} : { other: this.otherId }),
      ...(this.own === null ? {} : { own: this.own }),
      ...(this.own !== null && this.examplesFrom === "task" ? { examples: "task" } : {}),
      ...(this.own !== null && this.template !== null ? { template: this.template } : {}),
    });
    for (const [key, value] of taskPart(draft.toQuery())) query.set(key, value);
    return query;
  }
}

/** What another question keeps of the settings that were changed: all but what it varies itself. */
function shared({
  seed,
  difference,
  free,
  pool,
  formats,
  heads,
}: Partial<Settings>): Partial<Settings> {
  const common = { seed, difference, free, pool, formats, heads };
  const there = Object.entries(common).filter(([, value]) => value !== undefined);
  return Object.fromEntries(there) as Partial<Settings>;
}

export const chosen = new Chosen();
route.serve("measure", chosen);
