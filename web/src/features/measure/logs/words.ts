// The words for logs of other programs, which come with Measure: the first view has no room for them.

import { logs as en } from "./words.en";
import { logs as zh } from "./words.zh";

export const WORDS = { en, zh };
