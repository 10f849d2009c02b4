// The words of a class, which come with it: the first view has no room for them.

import { classroom as en } from "./words.en";
import { classroom as zh } from "./words.zh";

export const WORDS = { en, zh };
