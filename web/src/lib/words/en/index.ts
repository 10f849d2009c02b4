// Every word of the interface in English, by key; a file a view. Another language has this type.

import { common } from "./common";
import { compare } from "./compare";
import { inside } from "./inside";
import { decode } from "./decode";
import { models } from "./models";
import { exportCard } from "./exportCard";
import { lessons } from "./lessons";
import { forward } from "./forward";
import { shapes } from "./shapes";
import { train } from "./train";
import { figure } from "./figure";
import { glossary } from "./glossary";
import { note } from "./note";
import { gallery } from "./gallery";
import { problems } from "./problems";
import { stage } from "./stage";
import { tasks } from "./tasks";
import { place } from "./place";
import { precision } from "./precision";
import { recorded } from "./recorded";
import { reasoning } from "./reasoning";

export const en = {
  ...common,
  ...compare,
  ...inside,
  ...decode,
  ...models,
  ...exportCard,
  ...lessons,
  ...forward,
  ...shapes,
  ...train,
  ...figure,
  ...gallery,
  ...note,
  ...glossary,
  ...problems,
  ...stage,
  ...tasks,
  ...recorded,
  ...place,
  ...precision,
  ...reasoning,
};

export type Words = typeof en;
