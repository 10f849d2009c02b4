// The words of the lessons and of the note, which come with them: the first view has no room for them.

import { lessons as lessonsEn } from "./views/lessons/words.en";
import { lessons as lessonsZh } from "./views/lessons/words.zh";
import { note as noteEn } from "./views/note/words.en";
import { note as noteZh } from "./views/note/words.zh";

export const WORDS = {
  en: { ...lessonsEn, ...noteEn },
  zh: { ...lessonsZh, ...noteZh },
};
