// Every word of the interface in Chinese, by key.

import { en, type Words } from "../en";
import { common } from "./common";
import { compare } from "./compare";
import { decode } from "./decode";
import { models } from "./models";
import { lessons } from "./lessons";
import { forward } from "./forward";
import { shapes } from "./shapes";
import { figure } from "./figure";
import { gallery } from "./gallery";
import { problems } from "./problems";
import { tasks } from "./tasks";
import { recorded } from "./recorded";

export const zh: Words = {
  inside: en.inside,
  ...common,
  ...compare,
  ...decode,
  ...models,
  ...lessons,
  ...forward,
  ...shapes,
  ...figure,
  ...gallery,
  ...problems,
  ...tasks,
  ...recorded,
};
