// Every word of the interface in Chinese, by key.

import type { Words } from "./en";
import { common, problems, recorded } from "./common.zh";
import { compare, reasoning } from "../features/compare/words.zh";
import { shelf } from "../features/shelf/words.zh";
import { bar } from "../features/shelf/bar/words.zh";
import { prompt } from "../features/prompt/words.zh";
import { fill } from "../features/prompt/fill/words.zh";
import { occlusion } from "../features/prompt/occlusion/words.zh";
import { beside } from "../features/prompt/beside/words.zh";
import { second } from "../features/compare/lanes/words.zh";
import { runHistory } from "../features/prompt/history/words.zh";
import { chat } from "../features/prompt/chat/words.zh";
import { measure } from "../features/measure/words.zh";
import { inside } from "../features/inside/words.zh";
import { decode } from "../features/decode/words.zh";
import { models, exportCard } from "../features/models/words.zh";
import { train } from "../features/train/words.zh";
import { parts } from "../ui/words.zh";
import { answerForm } from "../ui/constraint/words.zh";
import { glossary } from "../ui/glossary/words.zh";
import { wordsByTask, type TaskWords } from "../core/gallery/taskWords";
import { presenter } from "../features/compare/presenter/words.zh";
import { tasks } from "../features/compare/task/words.zh";
import { place, precision } from "../ui/model/words.zh";

const GALLERY = import.meta.glob<TaskWords>("../gallery/*/words.zh.json", {
  eager: true,
  import: "default",
});

export const zh: Words = {
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
