// Every word of the interface in Chinese, by key.

import { en, type Words } from "../en";
import { common } from "./common";
import { decode } from "./decode";
import { models } from "./models";
import { lessons } from "./lessons";
import { forward } from "./forward";
import { shapes } from "./shapes";
import { figure } from "./figure";

export const zh: Words = {
  ...en,
  ...common,
  ...decode,
  ...models,
  ...lessons,
  ...forward,
  ...shapes,
  ...figure,
};
