// The words of an opened run, which come with it: the first view has no room for them.

import { openedRun as en } from "./words.en";
import { openedRun as zh } from "./words.zh";

export const WORDS = { en, zh };
