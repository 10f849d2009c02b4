// Every word of the interface in English, by key; a file a view. Another language has this type.
import { common, problems, recorded } from "./common.en";
import { compare, reasoning } from "../features/compare/words.en";
import { shelf } from "../features/shelf/words.en";
import { bar } from "../features/shelf/bar/words.en";
import { prompt } from "../features/prompt/words.en";
import { fill } from "../features/prompt/fill/words.en";
import { occlusion } from "../features/prompt/occlusion/words.en";
import { beside } from "../features/prompt/beside/words.en";
import { second } from "../features/compare/lanes/words.en";
import { runHistory } from "../features/prompt/history/words.en";
import { chat } from "../features/prompt/chat/words.en";
import { measure } from "../features/measure/words.en";
import { inside } from "../features/inside/words.en";
import { decode } from "../features/decode/words.en";
import { models, exportCard } from "../features/models/words.en";
import { train } from "../features/train/words.en";
import { parts } from "../ui/words.en";
import { answerForm } from "../ui/constraint/words.en";
import { glossary } from "../ui/glossary/words.en";
import { wordsByTask, type TaskWords } from "../core/gallery/taskWords";
import { presenter } from "../features/compare/presenter/words.en";
import { tasks } from "../features/compare/task/words.en";
import { place, precision } from "../ui/model/words.en";

const GALLERY = import.meta.glob<TaskWords>("../gallery/*/words.en.json", {
  eager: true,
  import: "default",
});

export const en = {
  ...common,
  ...shelf,
  ...bar,
  ...prompt,
  ...chat,
  ...fill,
  ...occlusion,
  ...beside,
  ...second,
  ...runHistory,
  ...compare,
  ...measure,
  ...inside,
  ...decode,
  ...models,
  ...exportCard,
  ...train,
  ...parts,
  ...answerForm,
  gallery: wordsByTask(GALLERY),
  ...glossary,
  ...problems,
  ...presenter,
  ...tasks,
  ...recorded,
  ...place,
  ...precision,
  ...reasoning,
};

export type Words = typeof en;
